import { beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { StoredEvent } from '#event-log/offline';
import { GeneratedLog } from '../testing/generated-log.js';
import {
  at,
  logOf,
  relinked,
  withData,
  withMetadata,
  placeOf,
  useVerification,
} from '../testing/tampered.js';
import type { Verification } from './verification.js';
import { verifyLog } from './verify-log.js';

const verified = useVerification();
const log = new GeneratedLog({ sealEvents: 10, sealMs: 1e12 });
let events: readonly StoredEvent[];
/**
 * `victim`: a capture in the middle of its order. `next`: the capture after it. `last`: the last
 * event of the order.
 */
let victim: StoredEvent;
let next: StoredEvent;
let last: StoredEvent;
let stream: string;

beforeAll(async () => {
  const ids = ['a', 'b', 'c', 'd'].map((number) => log.register(number, 6));
  for (let round = 0; round < 5; round += 1) {
    for (const id of ids) log.capture(id, `key ${round}`);
  }
  await log.seal();
  events = log.events;
  stream = `order-${ids[1]}`;
  const own = events.filter(({ streamId }) => streamId === stream);
  [victim, next, last] = [own[3]!, own[4]!, own.at(-1)!];
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const replace = (tampered: StoredEvent, original = victim): StoredEvent[] =>
  events.map((event) => (event === original ? tampered : event));

const sealBehind = ({ position }: StoredEvent): StoredEvent =>
  events.find(
    ({ streamId, data }) =>
      streamId === 'ledger-seal' &&
      BigInt((data as { position: string }).position) >= position!.commit,
  )!;

const after = (log: readonly StoredEvent[]) => ({ commit: log.at(-1)!.position!.commit + 1n });

const first = ({ findings }: Verification) => findings.first[0];

test('a log that nobody touched holds', async () => {
  expect(await verified(events)).toMatchObject({
    ok: true,
    events: events.length,
    orders: 4,
    streams: 5,
    seals: 2,
    unsealedEvents: 8,
    findings: { count: 0, first: [] },
  });
});

describe('one event changed is one finding, at its place', () => {
  test.each([
    ['data', () => withData(victim, { amount: 9_501 }), 'chain'],
    ['data that the fold would take', () => withData(victim, { description: 'other' }), 'chain'],
    ['metadata', () => withMetadata(victim, { clientId: 'somebody' }), 'chain'],
    ['type', () => ({ ...victim, type: 'OrderExpired' }), 'chain'],
    ['id', () => ({ ...victim, id: next.id }), 'event-id'],
    ['no JSON', () => ({ ...victim, data: new Uint8Array([1, 2]) }), 'chain'],
    ['no metadata', () => ({ ...victim, metadata: undefined }), 'chain'],
  ])('%s', async (_what, tampered, kind) => {
    const found = await verified(replace(tampered()));
    expect(first(found)).toMatchObject({ kind, ...placeOf(victim) });
    expect(found.ok).toBe(false);
    // If the changed event has no chain value (hash), the seal over it no longer matches either, so
    // there is a further finding of the kind `seal`.
    expect(found.findings.first.filter((other) => other.kind !== 'seal').length).toBeLessThan(3);
  });

  test('a chain value: there, and at the event that builds on it', async () => {
    const found = await verified(replace(withMetadata(victim, { chain: '0'.repeat(64) })));
    expect(found.findings.first).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'chain', ...placeOf(victim) }),
        expect.objectContaining({ kind: 'chain', ...placeOf(next) }),
        expect.objectContaining({ kind: 'seal', ...placeOf(sealBehind(victim)) }),
      ]),
    );
    expect(found.findings.count).toBe(3);
  });
});

describe('events', () => {
  test('dropped: at the one behind the gap, and at the seal', async () => {
    const found = await verified(events.filter((event) => event !== victim));
    expect(first(found)).toMatchObject({ kind: 'revision', ...placeOf(next) });
    expect(found.findings.first).toContainEqual(
      expect.objectContaining({ kind: 'seal', ...placeOf(sealBehind(victim)) }),
    );
  });

  test('dropped at the end of an order: at the next seal', async () => {
    log.register('e', 1);
    log.register('f', 1);
    await log.seal();
    const found = await verified(events.filter((event) => event !== last));
    expect(found.findings.first).toEqual([
      expect.objectContaining({ kind: 'seal', ...placeOf(sealBehind(last)) }),
    ]);
  });

  test('written twice: at the second', async () => {
    const other = events[events.indexOf(next) + 1]!;
    const copy = { ...victim, position: { commit: other.position!.commit - 1n } };
    const found = await verified(events.toSpliced(events.indexOf(other), 0, copy));
    expect(first(found)).toMatchObject({ kind: 'revision', ...placeOf(copy) });
  });

  test('of one order that changed places: at the first', async () => {
    const swapped = replace(at(next, victim)).map((event) =>
      event === next ? at(victim, next) : event,
    );
    const found = await verified(swapped);
    expect(first(found)).toMatchObject({ kind: 'revision', ...placeOf(at(next, victim)) });
  });

  test('of two orders that changed places: at the seal', async () => {
    const other = events[events.indexOf(victim) + 1]!;
    const swapped = replace(at(other, victim)).map((event) =>
      event === other ? at(victim, other) : event,
    );
    expect((await verified(swapped)).findings.first).toEqual([
      expect.objectContaining({ kind: 'seal', ...placeOf(sealBehind(victim)) }),
    ]);
  });

  test('moved to another order: where it stands now, and behind where it stood', async () => {
    const other = events.find(({ streamId }) => streamId !== stream && streamId !== 'ledger-seal')!;
    const moved = { ...victim, streamId: other.streamId, revision: 40n };
    const found = await verified(replace(moved));
    expect(found.findings.first).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'revision', ...placeOf(moved) }),
        expect.objectContaining({ kind: 'revision', ...placeOf(next) }),
      ]),
    );
  });

  test('forged with every link behind made anew: at the seal', async () => {
    const forged = relinked(replace(withData(victim, { description: 'forged' })), stream);
    expect(first(await verified(forged))).toMatchObject({
      kind: 'seal',
      ...placeOf(sealBehind(victim)),
    });
  });

  test('of an order that nobody registered, well made: at the seal', async () => {
    const forger = new GeneratedLog();
    forger.order('forged', 1);
    const between = forger.events.map((event, index) => ({
      ...event,
      position: { commit: victim.position!.commit + 1n + BigInt(index) },
    }));
    const forged = events.toSpliced(events.indexOf(victim) + 1, 0, ...between);
    expect((await verified(forged)).findings.first).toEqual([
      expect.objectContaining({ kind: 'seal', ...placeOf(sealBehind(victim)) }),
    ]);
  });
});

describe('a whole order', () => {
  test('taken away is missed by the seals', async () => {
    const found = await verified(events.filter(({ streamId }) => streamId !== stream));
    expect(new Set(found.findings.first.map(({ kind }) => kind))).toEqual(new Set(['seal']));
  });

  test.each(['archive-1', 'Order-1', '$order-1'])(
    'put into the stream %s, where nobody folds it, is named',
    async (streamId) => {
      const moved = events.map((event) =>
        event.streamId === stream ? { ...event, streamId } : event,
      );
      const found = await verified(moved);
      expect(found.ok).toBe(false);
      if (streamId.startsWith('$')) return;
      const [firstOfOrder] = events.filter((event) => event.streamId === stream);
      expect(found.findings.first).toEqual([
        {
          ...{ kind: 'unreadable', ...placeOf(firstOfOrder!), stream: streamId },
          detail: 'the ledger does not write a stream of this name',
        },
      ]);
    },
  );

  test('whose stream was deleted for good is named', async () => {
    const revision = 9_223_372_036_854_775_807n;
    const deleted = { ...last, revision, type: '$streamDeleted', data: '', metadata: undefined };
    const found = await verified([...events, at(deleted, { ...last, position: after(events) })]);
    expect(found.findings.first).toContainEqual(
      expect.objectContaining({ kind: 'hidden', stream }),
    );
  });

  test('of which the event store hides events is named, until it hides none', async () => {
    const metadata = (data: object, place: bigint): StoredEvent => ({
      ...{ streamId: `$$${stream}`, id: last.id, revision: 0n, type: '$metadata', data },
      position: { commit: place },
    });
    const { commit } = after(events);
    const hiding = [...events, metadata({ $maxCount: 1 }, commit)];
    const verify = (log: readonly StoredEvent[]) =>
      verifyLog({ log: logOf(log), end: log.at(-1)!.position!.commit });
    expect((await verify(hiding)).findings.first).toEqual([
      {
        ...{ kind: 'hidden', stream, position: commit },
        detail: 'the metadata of the stream ($maxCount) make the event store leave out events',
      },
    ]);
    expect((await verify([...hiding, metadata({}, commit + 1n)])).ok).toBe(true);
  });
});

describe('what a forger cannot make hold', () => {
  test.each([
    ['I8', 'of another store', () => withMetadata(next, { storeId: 'demo-no' })],
    ['I4', 'a key used twice', () => withMetadata(next, { idempotencyKey: 'key 1' })],
    ['I3', 'more than is left', () => withData(next, { rows: [{ ...rowOf(next), quantity: 9 }] })],
    ['I5', 'of another order', () => withData(next, { orderId: 'x' })],
    ['I5', 'in another currency', () => withData(next, { currency: 'NOK' })],
  ])('%s: %s', async (invariant, _what, forge) => {
    const forged = relinked(replace(forge(), next), stream);
    const finding = (await verified(forged)).findings.first.find(
      ({ kind }) => kind === 'invariant',
    );
    expect(finding).toMatchObject(placeOf(next));
    expect(finding?.detail).toContain(invariant);
  });

  test.each([
    [
      'a price that is none',
      () => withData(next, { rows: [{ ...rowOf(next), unitPrice: 'x' }] }),
      '/rows/0/unitPrice',
    ],
    [
      'a rate that is missing',
      () => withData(next, { rows: [{ ...rowOf(next), vatRate: undefined }] }),
      '/rows/0/vatRate',
    ],
    ['no rows', () => withData(next, { rows: null }), '/rows'],
    [
      'a time that is none',
      () => withData(next, { capturedAt: '2026-02-30T00:00:00.000Z' }),
      '/capturedAt',
    ],
    ['a text that no database takes', () => withData(next, { description: '\0' }), '/description'],
  ])('%s: at the event, and the verification goes on', async (_what, forge, pointer) => {
    const forged = relinked(replace(forge(), next), stream);
    expect((await verified(forged)).findings.first).toContainEqual({
      ...{ kind: 'unreadable', ...placeOf(next) },
      detail: `data${pointer} is missing or malformed`,
    });
  });

  test('another amount authorised than the rows come to: at the event', async () => {
    const authorized = events.find(
      ({ streamId, type }) => streamId === stream && type === 'OrderAuthorized',
    )!;
    const forged = relinked(replace(withData(authorized, { amount: 1 }), authorized), stream);
    expect(first(await verified(forged))).toMatchObject({
      ...{ kind: 'invariant', ...placeOf(authorized) },
      detail: expect.stringContaining('I1'),
    });
  });

  const rowOf = ({ data }: StoredEvent): object => (data as { rows: object[] }).rows[0]!;
});

describe('what the newest events cannot say, though no seal covers them and every link is made anew:', () => {
  const newest = new GeneratedLog();
  const [one, other] = ['one', 'other'].map((number) => newest.order(number, 3));
  const open = newest.events;
  const ofOrder = (id: string | undefined) =>
    open.filter(({ streamId }) => streamId === `order-${id}`);
  const [registered, , firstCapture, forged] = ofOrder(one);
  const [, , , , lastOfOther] = ofOrder(other);

  const rows = (changes: object) => {
    const [row] = (forged!.data as { rows: object[] }).rows;
    return { rows: [{ ...row, ...changes }] };
  };
  const captureIdOf = ({ data }: StoredEvent) => (data as { captureId: string }).captureId;
  const idOfOther = () => ({ captureId: captureIdOf(lastOfOther!) });

  const found = async (original: StoredEvent, tampered: StoredEvent) => {
    const changed = open.map((event) => (event === original ? tampered : event));
    return (await verified(relinked(changed, original.streamId))).findings.first;
  };
  const invariant = (event: StoredEvent, detail: string) => ({
    ...{ kind: 'invariant', ...placeOf(event) },
    detail: expect.stringContaining(detail),
  });

  test.each<[string, () => StoredEvent, string]>([
    ['another VAT rate', () => withData(forged!, rows({ vatRate: 25 })), 'I3'],
    ['another VAT', () => withData(forged!, rows({ vat: 1 })), 'I3'],
    ['another description', () => withData(forged!, rows({ description: 'x' })), 'I3'],
    ['a full capture of a part', () => ({ ...forged!, type: 'OrderCaptured' }), 'I5'],
    ['requested', () => withData(forged!, { outcome: 'requested' }), 'I5'],
    ['too late', () => withData(forged!, { capturedAt: '2027-03-01T00:00:00.000Z' }), 'I5'],
    ['too early', () => withData(forged!, { capturedAt: '2026-03-01T11:58:59.999Z' }), 'I5'],
  ])('a capture with or as %s', async (_what, forge, detail) => {
    expect(await found(forged!, forge())).toEqual([invariant(forged!, detail)]);
  });

  test('a settled capture of a card order', async () => {
    const card = withData(registered!, { paymentMethod: 'card' });
    expect(await found(registered!, card)).toEqual([invariant(firstCapture!, 'I5')]);
  });

  test('a capture that another order made', async () => {
    const findings = await found(forged!, withData(forged!, idOfOther()));
    expect(findings).toEqual([
      invariant(lastOfOther!, `I4 violated: the id ${idOfOther().captureId} was already used`),
    ]);
  });
});

describe('seals', () => {
  test('changed and linked anew do not hold', async () => {
    const seal = sealBehind(victim);
    const hash = 'f'.repeat(64);
    const forged = relinked(replace(withData(seal, { hash }), seal), 'ledger-seal');
    expect(first(await verified(forged))).toMatchObject({ kind: 'seal', ...placeOf(seal) });
  });

  test('taken away together with what they cover are missed by who kept one', async () => {
    const seal = events.findLast(({ streamId }) => streamId === 'ledger-seal')!;
    const { hash, after } = seal.data as { hash: string; after: string };
    const shorter = events.filter(({ position }) => position!.commit <= BigInt(after));
    expect((await verified(shorter)).ok).toBe(true);
    expect(first(await verified(shorter, hash))).toMatchObject({ kind: 'seal' });
    expect((await verified(events, hash)).ok).toBe(true);
  });

  test('set twice over the same events are named', async () => {
    const seal = events.findLast(({ streamId }) => streamId === 'ledger-seal')!;
    const copy = { ...seal, position: after(events) };
    const forged = relinked([...events, copy], 'ledger-seal');
    expect((await verified(forged)).findings.first).toEqual([
      expect.objectContaining({
        ...{ kind: 'seal', position: copy.position.commit },
        detail: expect.stringContaining('it begins after position'),
      }),
    ]);
  });

  test('over nothing, and with positions that are none, are named', async () => {
    const seal = events.findLast(({ streamId }) => streamId === 'ledger-seal')!;
    const { position, eventsTotal, hash } = seal.data as Record<string, string>;
    const empty = { after: position, events: 0, eventsTotal, hash: sha256(hash!) };
    for (const data of [empty, { ...empty, position: `0${position}` }]) {
      const forged = { ...withData(seal, data), position: after(events) };
      const found = await verified(relinked([...events, forged], 'ledger-seal'));
      expect(found.findings.first).toMatchObject([{ kind: 'seal', detail: expect.anything() }]);
    }
  });

  test('of another kind of event are named', async () => {
    const seal = sealBehind(victim);
    const forged = relinked(replace({ ...seal, type: 'Other' }, seal), 'ledger-seal');
    expect(first(await verified(forged))).toMatchObject({ kind: 'seal', ...placeOf(seal) });
  });
});
