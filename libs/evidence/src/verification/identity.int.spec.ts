import { beforeAll, describe, expect, test } from '@jest/globals';
import { identityStream } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';
import { GeneratedLog } from '../testing/generated-log.js';
import { at, relinked, withData, useVerification } from '../testing/tampered.js';
import type { Verification } from './verification.js';

const verified = useVerification();
const namespace = '0b6f1a52-6a54-4d0e-9b0b-3d5d3b0f7c11';
const other = '7d5f1a52-6a54-4d0e-9b0b-3d5d3b0f7c22';
const log = new GeneratedLog({ sealEvents: 10, sealMs: 1e12 }, namespace);
let events: readonly StoredEvent[];
let identity: StoredEvent;

beforeAll(async () => {
  for (const number of ['a', 'b', 'c']) log.order(number, 4);
  await log.seal();
  events = log.events;
  identity = events[0]!;
});

const kinds = ({ findings }: Verification) =>
  findings.first.map(({ kind, detail }) => [kind, detail] as const);
const otherId = [
  'invariant',
  'I5 violated: the store and order number of the event give another order id than that of its stream',
] as const;

test('orders are checked against the ids of the ledger’s own namespace', async () => {
  expect(identity.streamId).toBe(identityStream);
  expect(await verified(events)).toMatchObject({
    ok: true,
    ...{ orders: 3, streams: 5, seals: 1 },
    findings: { count: 0 },
  });
});

test('a log from before there were identities holds without one, and with one that is written later', async () => {
  const old = new GeneratedLog();
  old.order('a', 2);
  expect((await verified(old.events)).ok).toBe(true);
  const position = { commit: old.end + 1n };
  const written = (orderNamespace: string): StoredEvent[] =>
    relinked(
      [...old.events, { ...withData(identity, { orderNamespace }), position }],
      identityStream,
    );
  expect((await verified(written('5b1f0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21'))).ok).toBe(true);
  expect(kinds(await verified(written(other)))).toEqual([otherId]);
});

describe('somebody who knows how chains are made', () => {
  test('cannot give the ledger another namespace', async () => {
    const changed = events.map((event) =>
      event === identity ? withData(identity, { orderNamespace: other }) : event,
    );
    const found = kinds(await verified(relinked(changed, identityStream)));
    expect(found.filter(([kind]) => kind === 'invariant')).toEqual([otherId, otherId, otherId]);
    expect(found.some(([kind]) => kind === 'seal')).toBe(true);
  });

  test('cannot take the identity away', async () => {
    const found = kinds(await verified(events.slice(1)));
    expect(found.filter(([kind]) => kind === 'invariant')).toEqual([otherId, otherId, otherId]);
    expect(found.some(([kind]) => kind === 'seal')).toBe(true);
  });

  test.each([
    [
      'a second identity',
      { orderNamespace: other },
      'I5 violated: the ledger already has an identity',
    ],
    ['the same once more', {}, 'I5 violated: the ledger already has an identity'],
  ])('cannot add %s', async (_what, data, detail) => {
    const position = { commit: log.end + 1n };
    const added = [...events, { ...withData(identity, data), revision: 1n, position }];
    expect(kinds(await verified(relinked(added, identityStream)))).toEqual([['invariant', detail]]);
  });

  test('cannot write something else there', async () => {
    const strange = at({ ...withData(identity, { orderNamespace: 'demo' }) }, identity);
    const found = kinds(await verified(relinked([strange, ...events.slice(1)], identityStream)));
    expect(found).toContainEqual([
      'invariant',
      'I5 violated: the event does not say how order ids are made',
    ]);
  });
});

describe('the audit trail of administrative actions', () => {
  const entry = (data: object): StoredEvent => ({
    ...{ streamId: 'ledger-actions', type: 'ActionRecorded', revision: 0n, id: '' },
    data,
    metadata: { recordedAt: '2026-03-01T12:00:00.000Z' },
    position: { commit: log.end + 1n },
  });
  const action = {
    ...{ actionId: other, action: 'POST /v1/clients', outcome: 'done', by: 'demo' },
    ...{ from: '127.0.0.1', at: '2026-03-01T12:00:00.000Z', target: { clientId: 'shop' } },
  };

  test('is one of the ledger’s streams, and is verified with it', async () => {
    const added = relinked([...events, entry(action)], 'ledger-actions');
    expect(await verified(added)).toMatchObject({ ok: true, streams: 6 });
    const changed = added.map((event) =>
      event.streamId === 'ledger-actions' ? withData(event, { by: 'nobody' }) : event,
    );
    expect(kinds(await verified(changed))).toMatchObject([['chain', expect.any(String)]]);
  });

  test('holds entries alone', async () => {
    for (const data of [{ ...action, outcome: 'perhaps' }, { ...action, target: 'all' }, {}]) {
      const added = relinked([...events, entry(data)], 'ledger-actions');
      expect(kinds(await verified(added))).toMatchObject([['unreadable', expect.any(String)]]);
    }
  });
});
