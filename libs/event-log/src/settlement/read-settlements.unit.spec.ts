import { expect, test } from '@jest/globals';
import { settlementIdOf } from '#ledger';
import type { StoredEvent } from '../client/stored-event.js';
import { UnreadableEvent } from '../faults.js';
import { someMetadata, storedEvent } from '../testing/stored-events.js';
import { readCuts } from './read-settlements.js';

const stream = { storeId: 'demo-se', currency: 'SEK' };

const cut = (number: number): StoredEvent => {
  const data = { ...stream, number, settlementId: settlementIdOf({ ...stream, number }) };
  return storedEvent({
    streamId: 'settlement-demo-se-SEK',
    revision: BigInt(number - 1),
    type: 'SettlementClosed',
    data,
    metadata: { ...someMetadata, action: 'close-settlement' },
    position: { commit: BigInt(number * 100) },
  });
};

const storeOf = (...events: readonly StoredEvent[]) => ({
  read: () => Promise.resolve(events),
});

test('each cut begins after the one before it', async () => {
  expect(await readCuts(storeOf(cut(1), cut(2)), stream)).toMatchObject([
    { number: 1, after: -1n, to: 100n },
    { number: 2, after: 100n, to: 200n },
  ]);
});

test('a stream that has lost its beginning gives no cuts: the first would reach back too far', async () => {
  await expect(readCuts(storeOf(cut(2), cut(3)), stream)).rejects.toThrow(UnreadableEvent);
  await expect(readCuts(storeOf(cut(1), cut(3)), stream)).rejects.toThrow(UnreadableEvent);
});
