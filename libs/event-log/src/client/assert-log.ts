import { EventStoreRefused, LogMismatch } from '../faults.js';
import type { EventStore } from './event-store.js';
import type { StoredEvent } from './stored-event.js';

/**
 * The content that a log must have to be the one that read models or checkpoints were made from.
 */
export interface LogAnchor {
  /** The log reaches at least this position; -1 is nothing. */
  readonly position: bigint;
  /** The log has this event. */
  readonly last?: LogMark;
}

/**
 * An event by which the log is recognised: the id and the chain value name its content and all
 * before it.
 */
export interface LogMark {
  readonly position: bigint;
  readonly eventId: string;
  /** The chain value of the event, or '' if it has none. */
  readonly chain: string;
}

/**
 * Throws `LogMismatch` if the log ends before the anchor or has another event there, and the fault
 * of the store if it does not answer. It takes two reads of one event, from the leader, so that a
 * follower which lags is not mistaken for a log that has lost events.
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

export const markOf = ({ id, metadata }: StoredEvent, position: bigint): LogMark => {
  const { chain } = (metadata ?? {}) as { readonly chain?: unknown };
  return { position, eventId: id, chain: typeof chain === 'string' ? chain : '' };
};
