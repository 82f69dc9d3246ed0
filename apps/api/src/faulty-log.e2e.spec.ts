import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiUnderTest, demoClient, otherStore } from '../../../test/support/api-under-test.js';
import { runLedger, type Outcome } from '../../../test/support/run-ledger.js';
import { until } from '../../../test/support/until.js';
import { reasonsOf, WalleyCaller, type WireAnswer } from '../../../test/support/walley-caller.js';
import { LedgerCaller } from './contracts/ledger/testing/ledger-caller.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
let ledger: LedgerCaller;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faulty-log-'));
  await api.start();
  shop = await WalleyCaller.of(api.url);
  ledger = await LedgerCaller.authenticate(api.url, demoClient.clientId, demoClient.clientSecret);
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

const operator = async (...args: string[]): Promise<Outcome> =>
  runLedger(args, {
    DATA_DIR: folder,
    DATABASE_URL: api.databaseUrl,
    EVENTSTORE_URL: api.eventStoreUrl,
    LEDGER_SECRET_KEY: Buffer.from(api.secretKey).toString('base64'),
  });

interface Ready {
  readonly status: number;
  readonly body: {
    readonly eventStore: { readonly status: string; readonly fault?: string };
    readonly projection: { readonly damagedStreams?: number };
  };
}

const readiness = async (url = api.url): Promise<Ready> => {
  const answer = await fetch(`${url}/health/ready`);
  return { status: answer.status, body: (await answer.json()) as Ready['body'] };
};

const isReady = async (): Promise<boolean> => (await readiness()).status === 200;

const isMismatched = async (): Promise<boolean> => {
  const { status, body } = await readiness();
  return status === 503 && body.eventStore.fault === 'LOG_MISMATCH';
};

/** The streams in the log, except the event store's own system streams. */
const streamsOfLog = async (): Promise<string[]> => {
  const client = EventStoreDBClient.connectionString(api.eventStoreUrl);
  const names = new Set<string>();
  for await (const { event } of client.readAll())
    if (event !== undefined && !event.streamId.startsWith('$')) names.add(event.streamId);
  await client.dispose();
  return [...names];
};

const append = async (streamId: string, type: string): Promise<void> => {
  const client = EventStoreDBClient.connectionString(api.eventStoreUrl);
  await client.appendToStream(streamId, jsonEvent({ type, data: {} }));
  await client.dispose();
};

const outcome = (answer: WireAnswer): unknown[] => [answer.status, ...reasonsOf(answer)];

const capture = (orderId: string, key: string): Promise<WireAnswer> =>
  shop.capture(orderId, { amount: 95 }, { 'X-Idempotency': key });

const emptied = (directory: string): Promise<void> =>
  rm(directory, { recursive: true, force: true });

const keptAs = (name: string) => (directory: string) =>
  cp(directory, join(folder, name), { recursive: true });

const restoredFrom = (name: string) => async (directory: string) => {
  await emptied(directory);
  await cp(join(folder, name), directory, { recursive: true });
};

const namespace = async (): Promise<unknown> => (await ledger.get('/v1/audit/identity')).body;

describe('a log that has lost what the read models show', () => {
  let orderId: string;

  test('is refused: not ready, no command, no answer from memory, nothing appended', async () => {
    orderId = await shop.register({ orderNumber: 'lost' });
    await shop.order(orderId);
    await api.exchangeLog(keptAs('older'));
    await until(isReady);
    expect((await capture(orderId, 'lost-1')).status).toBe(202);
    await shop.order(orderId, 1);
    await api.exchangeLog(async (directory) => {
      await keptAs('whole')(directory);
      await emptied(directory);
    });

    await until(isMismatched);
    const refused = [503, 'LOG_MISMATCH'];
    expect(outcome(await capture(orderId, 'lost-2'))).toEqual(refused);
    expect(outcome(await capture(orderId, 'lost-1'))).toEqual(refused);
    expect(outcome(await shop.change(orderId, 'cancel'))).toEqual(refused);
    await expect(shop.register()).rejects.toThrow('LOG_MISMATCH');
    expect(await shop.order(orderId, 1)).toMatchObject({ invoices: [{ amount: 95 }] });

    const replica = await api.startReplica();
    expect(await readiness(replica.url)).toMatchObject({ status: 503 });
    await replica.stop();
    expect(await streamsOfLog()).toEqual([]);
  });

  test('is the right one again without more ado once it is put back', async () => {
    await api.exchangeLog(restoredFrom('whole'));

    await until(isReady);
    expect((await capture(orderId, 'lost-1')).status).toBe(202);
    expect((await capture(orderId, 'lost-2')).status).toBe(202);
    expect((await shop.order(orderId, 2)).invoices).toHaveLength(2);
  });

  test('is taken once the read models are made from it, and what it has lost is captured anew', async () => {
    const before = await namespace();
    await api.exchangeLog(restoredFrom('older'));
    await until(isMismatched);

    expect(await operator('rebuild')).toMatchObject({ code: 0 });

    await until(isReady);
    expect((await shop.order(orderId)).invoices).toEqual([]);
    expect((await capture(orderId, 'lost-1')).status).toBe(202);
    expect((await shop.order(orderId, 1)).invoices).toHaveLength(1);
    expect(await namespace()).toEqual(before);
    expect(await operator('verify')).toMatchObject({ code: 0 });
  });
});

describe("another ledger's log", () => {
  test('names orders as that ledger does, without a restart', async () => {
    const before = await namespace();
    const orderId = await shop.register({ orderNumber: 'named' });
    await api.exchangeLog(emptied);
    // The read models are rebuilt from the new log before the API gets any request. So the API
    // cannot notice the other log by a mismatch with the read models.
    expect(await operator('rebuild')).toMatchObject({ code: 0 });
    const anew = await shop.register({ orderNumber: 'named' });

    expect(anew).not.toBe(orderId);
    expect(await namespace()).not.toEqual(before);
    const replica = await api.startReplica();
    const elsewhere = await WalleyCaller.of(replica.url);
    expect(await elsewhere.register({ orderNumber: 'named' })).toBe(anew);
    await replica.stop();
    await shop.order(anew);
    expect(await operator('verify')).toMatchObject({ code: 0 });
  });
});

describe('a damaged order', () => {
  let sick: string;
  let sound: string;

  beforeAll(async () => {
    sick = await shop.register({ orderNumber: 'sick' });
    sound = await shop.register({ orderNumber: 'sound' });
    await shop.order(sick);
    await shop.order(sound);
    await append(`order-${sick}`, 'Nonsense');
    await until(async () => (await readiness()).body.projection.damagedStreams === 1);
  });

  test('is refused by every read and command of it, and no other order is', async () => {
    expect((await readiness()).status).toBe(200);
    const damaged = [409, 'ORDER_DAMAGED'];
    const changes: [string, unknown?][] = [
      ['capture', { amount: 95 }],
      ['cancel'],
      ['refund', { amount: 1 }],
      ['extend', { days: 1 }],
      ['reauthorize', { amount: 300 }],
    ];
    const refusals: unknown[] = [];
    for (const [action, body] of changes)
      refusals.push([action, ...outcome(await shop.change(sick, action, body))]);
    expect(refusals).toEqual(changes.map(([action]) => [action, ...damaged]));
    expect(outcome(await shop.call(`/manage/orders/${sick}`))).toEqual(damaged);

    for (const path of ['', '/history'])
      expect(await ledger.get(`/v1/orders/${sick}${path}`)).toMatchObject({
        status: 409,
        body: { code: 'ORDER_DAMAGED', detail: expect.stringContaining('Nonsense') as unknown },
      });
    expect(await ledger.post(`/v1/orders/${sick}/captures`, { amount: 100 })).toMatchObject({
      status: 409,
      body: { code: 'ORDER_DAMAGED' },
    });
    await expect(shop.register({ orderNumber: 'sick' })).rejects.toThrow('ORDER_DAMAGED');
    expect((await capture(sound, 'sound-1')).status).toBe(202);
    expect((await shop.order(sound, 1)).invoices).toHaveLength(1);
  });

  test('is told to another store as any order of this one', async () => {
    const rival = await api.createClient({ clientId: 'rival', stores: [otherStore] });
    const elsewhere = await WalleyCaller.of(api.url, rival);
    const { clientId, clientSecret } = rival;
    const other = await LedgerCaller.authenticate(api.url, clientId, clientSecret);

    const answers = async (orderId: string): Promise<unknown[]> => [
      outcome(await elsewhere.capture(orderId, { amount: 95 })),
      outcome(await elsewhere.change(orderId, 'cancel')),
      outcome(await elsewhere.call(`/manage/orders/${orderId}`)),
    ];
    const problems = async (orderId: string): Promise<unknown[]> => {
      const refused = [
        await other.get(`/v1/orders/${orderId}`),
        await other.get(`/v1/orders/${orderId}?at=1`),
        await other.get(`/v1/orders/${orderId}/history`),
        await other.post(`/v1/orders/${orderId}/captures`, { amount: 100 }),
        await other.get(`/v1/audit/orders/${orderId}/verification`),
      ];
      return refused.map(({ status, body }) => [status, (body as { code: string }).code]);
    };
    const told = await answers(sound);
    const problemsTold = await problems(sound);
    expect(told[0]).toEqual([403, 'FORBIDDEN']);
    expect(problemsTold[0]).toEqual([404, 'ORDER_NOT_FOUND']);
    expect([await answers(sick), await problems(sick)]).toEqual([told, problemsTold]);
    await expect(elsewhere.register({ orderNumber: 'sick' })).rejects.not.toThrow('ORDER_DAMAGED');
  });

  test('is listed for an operator, found by verify, and not repaired while it cannot be read', async () => {
    const listed = await operator('order', 'damaged', '--json');
    expect(listed.code).toBe(1);
    expect(JSON.parse(listed.output)).toMatchObject({
      orderId: sick,
      orderNumber: 'sick',
      storeId: 'demo-se',
      revision: '2',
      eventType: 'Nonsense',
    });
    const repaired = await operator('order', 'repair', sick);
    expect(repaired).toMatchObject({ code: 1, complaint: expect.stringContaining('Nonsense') });
    const verified = await operator('verify');
    expect(verified.code).toBe(1);
    expect(verified.output + verified.complaint).toContain(`order-${sick}`);
  });

  test('is captured on again once its events can be read and it is repaired', async () => {
    // Simulates an older release that could not read an event of a newer one, and so marked the
    // stream as damaged.
    await api.pool.query(
      `INSERT INTO damaged_streams VALUES ($1, $2, 'demo-se', 'SEK', 1, 0, 'Newer', 'newer', now())`,
      [`order-${sound}`, sound],
    );
    await until(async () => (await readiness()).body.projection.damagedStreams === 2);
    expect(outcome(await capture(sound, 'sound-2'))).toEqual([409, 'ORDER_DAMAGED']);

    expect(await operator('order', 'repair', sound)).toMatchObject({ code: 0 });

    expect((await capture(sound, 'sound-2')).status).toBe(202);
    expect((await shop.order(sound, 2)).invoices).toHaveLength(2);
  });

  test('of which nothing tells the store is shown to nobody', async () => {
    const nameless = randomUUID();
    await append(`order-${nameless}`, 'Nonsense');
    const notFound = { status: 404, body: { code: 'ORDER_NOT_FOUND' } };
    for (const path of ['', '?at=1', '/history'])
      expect(await ledger.get(`/v1/orders/${nameless}${path}`)).toMatchObject(notFound);
    const captured = await ledger.post(`/v1/orders/${nameless}/captures`, { amount: 100 });
    expect(captured).toMatchObject(notFound);
  });
});
