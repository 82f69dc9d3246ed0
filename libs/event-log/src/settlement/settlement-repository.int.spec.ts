import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { closeSettlement, stateSettlement, statementOf, settlementIdOf } from '#ledger';
import { verifyChain } from '../testing/verify-chain.js';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { someOrigin } from '../testing/commands.js';
import { gathered } from '../testing/gathered.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import { readSettlements, readStoredSettlements } from './read-settlements.js';
import { type SettlementExecution, SettlementRepository } from './settlement-repository.js';
let node: RunningEventNode;
let eventStore: EventStore;
beforeAll(async () => {
  node = await RunningEventNode.start();
  eventStore = connectEventStore(node.url);
});
afterAll(async () => {
  await eventStore.dispose();
  await node.remove();
});

const at = '2026-03-29T22:00:01.000Z';
const storeOfItsOwn = () => ({ storeId: `store-${randomUUID()}`, currency: 'SEK' });

const close = (stream: SettlementExecution['stream'], cuts: number): SettlementExecution => ({
  stream,
  actionId: randomUUID(),
  origin: someOrigin,
  decide: (account) =>
    closeSettlement(account, {
      ...stream,
      timeZone: 'UTC',
      at,
      periodEnd: at,
      reason: 'schedule',
      head: { cuts, firstUnsettledAt: at },
    }),
});

const state = (stream: SettlementExecution['stream'], number: number): SettlementExecution => {
  const settlementId = settlementIdOf({ ...stream, number });
  const lines = { totals: (ingoing: number) => statementOf([], ingoing) };
  return {
    stream,
    actionId: randomUUID(),
    origin: someOrigin,
    decide: (account) => stateSettlement(account, { settlementId, at, lines }),
  };
};

describe('settlements in the log', () => {
  test('are cut and stated once, however many workers try', async () => {
    const stream = storeOfItsOwn();
    const workers = [1, 2, 3].map(() => new SettlementRepository(eventStore));
    const cuts = await Promise.all(workers.map((each) => each.execute(close(stream, 0))));
    expect(cuts.map(({ kind }) => kind).sort()).toEqual(['accepted', 'stale', 'stale']);
    const stated = await Promise.all(workers.map((each) => each.execute(state(stream, 1))));
    expect(stated.map((each) => each.kind === 'accepted' && each.replayed).sort()).toEqual([
      false,
      true,
      true,
    ]);
    const events = await gathered(readSettlements(eventStore, stream));
    expect(events.map(({ type, revision }) => [type, revision])).toEqual([
      ['SettlementClosed', 0],
      ['SettlementStated', 1],
    ]);
    expect(events[0]?.metadata).toMatchObject({
      action: 'close-settlement',
      storeId: stream.storeId,
      clientId: someOrigin.clientId,
      recordedAt: someOrigin.recordedAt,
    });
  });

  test('have a chain as orders have', async () => {
    const stream = storeOfItsOwn();
    const settlements = new SettlementRepository(eventStore);
    for (const number of [1, 2]) {
      await settlements.execute(close(stream, number - 1));
      await settlements.execute(state(stream, number));
    }
    const stored = await gathered(readStoredSettlements(eventStore, stream));
    expect(await verifyChain(stored)).toMatchObject({ ok: true, events: 4 });
    const changed = stored.map((event, index) =>
      index === 1 ? { ...event, type: 'Other' } : event,
    );
    expect(await verifyChain(changed)).toMatchObject({ ok: false, revision: 1 });
    expect(await settlements.load(stream)).toMatchObject({ stated: 2, last: { number: 2 } });
    expect(await settlements.load(storeOfItsOwn())).toBeUndefined();
  });

  test('are refused without a trace', async () => {
    const stream = storeOfItsOwn();
    const settlements = new SettlementRepository(eventStore);
    expect(await settlements.execute(state(stream, 1))).toMatchObject({
      code: 'SETTLEMENT_NOT_FOUND',
    });
    expect(await gathered(readSettlements(eventStore, stream))).toEqual([]);
  });
});
