import { describe, expect, test } from '@jest/globals';
import { fold, type OrderCommand, type RecordedOrderEvent } from '#ledger';
import {
  cancel,
  capture,
  fail,
  historyOf,
  reauthorize,
  register,
} from '../../../ledger/src/testing/index.js';
import { someMetadata, storedEvent } from '../testing/stored-events.js';
import { decodeEvent, toDomainEvent } from './decode-event.js';
import { newestVersion } from './event-types.js';

const card = register({ paymentMethod: 'card' });
const part = capture(9_500, {}, { key: 'part' });
const other = capture(9_500, {}, { key: 'other' });

const stored = ({ type, data, cause }: RecordedOrderEvent, index: number, schemaVersion: number) =>
  storedEvent({
    streamId: `order-${data.orderId}`,
    revision: BigInt(index),
    type,
    data,
    metadata: { ...someMetadata, ...cause, schemaVersion },
  });

/** The history as stored events of today's schema versions. */
const storedNow = (history: readonly RecordedOrderEvent[]) =>
  history.map((event, index) => stored(event, index, newestVersion(event.type)));

/**
 * The history as stored events of the time when the number of open captures was called
 * `capturesStanding`.
 */
const storedBefore = (history: readonly RecordedOrderEvent[]) =>
  history.map((event, index) => {
    const { openCaptures, ...others } = event.data as { openCaptures?: number };
    const data =
      openCaptures === undefined ? event.data : { ...others, capturesStanding: openCaptures };
    return { ...stored(event, index, 1), data };
  });

const folded = (events: ReturnType<typeof storedNow>) =>
  fold(events.map((event) => toDomainEvent(decodeEvent(event))));

describe('an event that has the number of open captures', () => {
  test.each<[string, string, readonly OrderCommand[]]>([
    ['CaptureFailed', 'NotActivated', [card, part, fail(part.actionId)]],
    ['CaptureFailed', 'PartActivated', [card, other, part, fail(part.actionId)]],
    ['OrderCancelled', 'Closed', [card, cancel()]],
    ['OrderCancelled', 'Activated', [card, part, cancel()]],
    ['OrderReauthorized', 'NotActivated', [card, reauthorize(5_000)]],
    ['OrderReauthorized', 'PartActivated', [card, part, reauthorize(5_000)]],
  ])('(%s, then %s) folds to the same state in both versions', (type, status, commands) => {
    const history = historyOf(commands);
    const last = storedBefore(history).at(-1);
    expect(last).toMatchObject({ type, data: { capturesStanding: expect.any(Number) } });
    expect(last?.data).not.toHaveProperty('openCaptures');
    expect(storedNow(history).at(-1)).toMatchObject({ metadata: { schemaVersion: 2 } });
    expect(folded(storedNow(history))?.balance.status).toBe(status);
    expect(folded(storedBefore(history))).toEqual(folded(storedNow(history)));
  });

  test('keeps a missing number missing', () => {
    const event = storedEvent({ type: 'OrderCancelled', data: { orderId: 'o1' } });
    expect(decodeEvent(event).data).toEqual({ orderId: 'o1' });
  });
});
