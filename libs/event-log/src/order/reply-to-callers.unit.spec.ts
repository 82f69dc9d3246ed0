import { Deadline } from '#runtime/async';
import { expect, test } from '@jest/globals';
import { EventStoreUnavailable } from '../faults.js';
import type { StoredEvent } from '../client/stored-event.js';
import { storedEvent } from '../testing/stored-events.js';
import type { LoadedOrder } from './load-order.js';
import { RevisionPositions } from './reply-to-callers.js';

const end = { revision: 5, position: 600n } as LoadedOrder;

/**
 * The positions of an order whose events 3, 4 and 5 were appended together. Each read of the stream
 * gets the next one of these results.
 */
const positionsFrom = (...reads: (readonly StoredEvent[] | Error)[]): RevisionPositions => {
  const read = (): Promise<readonly StoredEvent[]> => {
    const next = reads.length > 1 ? reads.shift() : reads[0];
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next ?? []);
  };
  const known = { orderId: 'order', end, appendedFrom: 3 };
  return new RevisionPositions({ read }, known, new Deadline(100));
};

const at = (revision: number): StoredEvent =>
  storedEvent({ revision: BigInt(revision), position: { commit: BigInt(100 * (revision + 1)) } });

test('each event of one append has a position of its own', async () => {
  const positions = positionsFrom([at(3), at(4)]);
  expect(await Promise.all([3, 4, 5].map((n) => positions.atOrAfter(n)))).toEqual([
    400n,
    500n,
    600n,
  ]);
});

test('a node that does not show all of the append yet is asked again', async () => {
  const positions = positionsFrom([], [at(3)], new EventStoreUnavailable('away'), [at(3), at(4)]);
  expect(await positions.atOrAfter(4)).toBe(500n);
});

test('what cannot be read in time has that of the last, which stands after it', async () => {
  expect(await positionsFrom([]).atOrAfter(4)).toBe(600n);
});
