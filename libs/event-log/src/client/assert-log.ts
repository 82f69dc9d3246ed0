import { EventStoreRefused } from '../faults/event-store-refused.js';
import { LogMismatch } from '../faults/log-mismatch.js';
import { markOf } from '../subscription/log-mark.js';
import type { LogMark } from '../subscription/log-page.js';
import type { EventStore } from './event-store.js';
import type { StoredEvent } from './stored-event.js';

/** What a log must hold to be the one that something was made from. */
export interface LogAnchor {
  /** The log goes at least as far; -1 is nothing. */
  readonly position: bigint;
  /** This event stands in it. */
  readonly last?: LogMark;
}

/**
 * Throws `LogMismatch` if the log ends before the anchor, or has another event there, and what the store throws if it does not
 * answer. Two reads of one event; from the leader, so that a follower which lags is not taken for a log that has lost events.
 */
export const assertLog = async (
  eventStore: Pick<EventStore, 'lastEvent' | 'eventAt'>,
  { position, last }: LogAnchor,
): Promise<void> => {
  const end = (await eventStore.lastEvent())?.position?.commit;
  if (position < 0n) return;
  if (end === undefined)
    throw new LogMismatch(`it is empty, and they go up to position ${position}`);
  if (end < position)
    throw new LogMismatch(`it ends at position ${end}, and they go up to ${position}`);
  if (last === undefined) return;
  const found = await eventAt(eventStore, last.position);
  const mark = found && markOf(found, found.position?.commit ?? -1n);
  const isSame =
    mark?.position === last.position && mark.eventId === last.eventId && mark.chain === last.chain;
  if (!isSame) throw new LogMismatch(`it has another event at position ${last.position}`);
};

/** A position at which no event begins may be refused. */
const eventAt = async (
  eventStore: Pick<EventStore, 'eventAt'>,
  position: bigint,
): Promise<StoredEvent | undefined> => {
  try {
    return await eventStore.eventAt(position);
  } catch (error) {
    if (error instanceof EventStoreRefused) return undefined;
    throw error;
  }
};
