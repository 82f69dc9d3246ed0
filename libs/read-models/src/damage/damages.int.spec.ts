import { beforeEach, describe, expect, test } from '@jest/globals';
import { personalDataMigrations } from '#personal-data';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';
import { OrderQueries } from '../orders/order-queries.js';
import type { ProjectedEvent, ProjectionPage } from '../projection/projection-page.js';
import { ReadModelRebuild } from '../rebuild/read-model-rebuild.js';
import { capture, register } from '../testing/commands.js';
import { loadAll } from '../testing/load-all.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { expectFolds, useProjection } from '../testing/use-projection.js';
import { compareWithFold } from '../verification/differences.js';
import { damagedStreams, damageOfOrder, damagesBefore } from './damaged-streams.js';
import { repairOrder } from './repair-order.js';

const postgres = usePostgres(personalDataMigrations, readModelMigrations);
const projector = useProjection(postgres);

const sick = register({ orderNumber: 'sick' }).orderId;
const sound = register({ orderNumber: 'sound' }).orderId;
let log: RecordedLog;

beforeEach(() => {
  log = new RecordedLog().accept(
    register({ orderNumber: 'sick' }),
    register({ orderNumber: 'sound' }),
    capture(sick, 4_000),
    capture(sound, 1_000),
    capture(sick, 2_000),
    capture(sound, 2_000),
  );
});

type Change = (event: ProjectedEvent) => ProjectedEvent | undefined;

/**
 * All events of the log as one page, in which the event of the first part capture is changed or
 * left out.
 */
const withFault = (change: Change): ProjectionPage => {
  const page = log.page();
  const at = page.events.findIndex(({ type }) => type === 'OrderPartCaptured');
  const changed = change(page.events[at]!);
  return { ...page, events: page.events.toSpliced(at, 1, ...(changed ? [changed] : [])) };
};

const withData =
  (data: object): Change =>
  (event) =>
    ({ ...event, data: { ...event.data, ...data } }) as ProjectedEvent;

const faults: [string, Change, RegExp][] = [
  ['that is missing', () => undefined, /was due/],
  ['of an amount that is none', withData({ amount: 'much' }), /I[12] violated/],
  ['of an instant that is none', withData({ capturedAt: 'yesterday' }), /capturedAt/],
  ['of an id that is none', withData({ captureId: '7' }), /captureId/],
  ['of a text that is none', withData({ paymentIntent: 7 }), /cannot be stored/],
];

const expectSoundAlone = async (): Promise<void> => {
  const queries = new OrderQueries(postgres.pool);
  expect(await queries.position()).toBe(log.position);
  expect((await queries.find(sick))?.captured).toBe(0);
  expect(compareWithFold((await queries.find(sound))!, log.orders.get(sound)!)).toEqual([]);
  const { orders } = await queries.list({ stores: ['demo-se'] }, { limit: 10 });
  const { orders: numbered } = await queries.page(
    { stores: ['demo-se'] },
    { page: 1, perPage: 10 },
  );
  for (const list of [orders, numbered]) {
    expect(list.filter(({ damaged }) => damaged).map(({ orderId }) => orderId)).toEqual([sick]);
  }
  const damage = { orderId: sick, orderNumber: 'sick', storeId: 'demo-se', currency: 'SEK' };
  expect(await damagedStreams(postgres.pool, { limit: 10 })).toMatchObject([damage]);
};

describe('an event that cannot be applied', () => {
  test.each(faults)('%s damages its order; everything else goes on', async (_, change, reason) => {
    const { projection } = await projector();

    const found = await projection.apply(withFault(change));

    expect(found).toMatchObject([{ orderId: sick, reason: expect.stringMatching(reason) }]);
    await expectSoundAlone();
  });

  test('is found where PostgreSQL alone refuses it, among many in its page', async () => {
    const { projection } = await projector();
    const page = log.page();
    const [first, second] = page.events.filter(
      ({ type, data }) => type === 'OrderPartCaptured' && data.orderId === sick,
    );
    const again = withData({ captureId: (first!.data as { captureId: string }).captureId })(
      second!,
    );
    const events = page.events.map((event) => (event === second ? again! : event));

    const found = await projection.apply({ ...page, events });

    expect(found).toMatchObject([{ orderId: sick, revision: BigInt(second!.revision) }]);
    const queries = new OrderQueries(postgres.pool);
    expect((await queries.find(sick))?.captured).toBe(4_000);
    expect(compareWithFold((await queries.find(sound))!, log.orders.get(sound)!)).toEqual([]);
    expect(await queries.position()).toBe(page.position);
  });

  test('keeps the order damaged over later pages, and in a projection that takes over', async () => {
    const first = await projector();
    const page = withFault(withData({ captureId: '7' }));
    const middle = page.events.findIndex(
      ({ revision, data }) => revision === 3 && data.orderId === sound,
    );
    const cut = page.events[middle]!.position - 1n;
    const part = (from: bigint, to: bigint): ProjectionPage => ({
      after: from,
      position: to,
      events: page.events.filter(({ position }) => position > from && position <= to),
    });

    await first.projection.apply(part(-1n, cut));
    const second = await projector();
    expect(await second.projection.apply(part(cut, page.position))).toEqual([]);

    await expectSoundAlone();
  });

  test('is left out of a rebuild the same', async () => {
    const page = withFault(withData({ captureId: '7' }));
    const rebuild = await ReadModelRebuild.begin({ connectionString: postgres.url });
    await loadAll(postgres.url, [page]);
    await rebuild.index(page.position);
    await rebuild.switch({
      catchUp: () => Promise.resolve(),
      endOfLog: () => Promise.resolve(page.position),
      pause: () => Promise.resolve(),
    });
    await rebuild.end();

    await expectSoundAlone();
  });

  test('is known to whoever pays its store, from its place in the log on', async () => {
    const { projection } = await projector();
    const [{ position } = { position: 0n }] = await projection.apply(
      withFault(withData({ captureId: '7' })),
    );
    const before = async (account: object) =>
      damagesBefore(postgres.pool, { storeId: 'demo-se', currency: 'SEK', position, ...account });

    expect(await before({})).toMatchObject([{ orderId: sick }]);
    expect(await before({ position: position - 1n })).toEqual([]);
    expect(await before({ storeId: 'other-se' })).toEqual([]);
    expect(await before({ currency: 'NOK' })).toEqual([]);
    expect(await damageOfOrder(postgres.pool, sound)).toBeUndefined();
  });
});

test('a repaired order is shown as its fold, and moves on with the projection that was there', async () => {
  const { projection, client } = await projector();
  const page = withFault(withData({ captureId: '7' }));
  await projection.apply(page);
  const events = log.events.filter(({ data }) => data.orderId === sick);
  const still = page.events.filter(({ data }) => data.orderId === sick);

  expect(await repairOrder(client, { orderId: sick, events: still })).toMatchObject({
    orderId: sick,
  });
  expect(await damageOfOrder(postgres.pool, sick)).toBeDefined();
  expect(await repairOrder(client, { orderId: sick, events })).toBeUndefined();

  expect(await damagedStreams(postgres.pool, { limit: 1 })).toEqual([]);
  const from = log.events.length;
  log.accept(capture(sick, 500));
  expect(await projection.apply(log.page(from))).toEqual([]);
  await expectFolds(postgres, log);
});

describe('an event that could not be read', () => {
  test('of which nobody knows the store concerns every store', async () => {
    const { projection } = await projector();
    const page = log.page();
    const orderId = register({ orderNumber: 'unseen' }).orderId;
    const streamId = `order-${orderId}`;
    const damage = {
      streamId,
      orderId,
      position: 1n,
      revision: 0n,
      eventType: 'Odd',
      reason: 'a\0b',
    };

    await projection.apply({ ...page, damages: [damage] });

    const account = { storeId: 'any', currency: 'EUR', position: 5n };
    expect(await damagesBefore(postgres.pool, account)).toMatchObject([{ streamId }]);
    expect(await new OrderQueries(postgres.pool).position()).toBe(page.position);
  });

  test('by which a stream was deleted has the largest revision there is', async () => {
    const { projection } = await projector();
    const page = log.page();
    const revision = 2n ** 63n - 1n;
    const place = { position: page.position, revision, eventType: '$streamDeleted' };
    const damage = { streamId: `order-${sick}`, orderId: sick, ...place, reason: 'deleted' };

    await projection.apply({ ...page, damages: [damage] });

    expect(await damageOfOrder(postgres.pool, sick)).toMatchObject({
      revision,
      storeId: 'demo-se',
    });
  });
});
