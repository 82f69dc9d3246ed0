import { EventStoreRefused, LogMismatch } from '../faults.js';
import type { EventStore } from './event-store.js';
import type { StoredEvent } from './stored-event.js';

/**
 * Identifies the log that read models or checkpoints were made from, so that a process notices when
 * the event store has a different log.
 */
export interface LogAnchor {
  /** The log has to reach at least this position; -1, before the first event, accepts every log. */
  readonly position: bigint;
  /** The log has to have this event. */
  readonly last?: LogMark;
}

/**
 * An event by which a log is recognised. The chain value is a hash over the event and all events
 * before it in its stream.
 */
export interface LogMark {
  readonly position: bigint;
  readonly eventId: string;
  /** The chain value (hash) of the event, or '' if the event has none. */
  readonly chain: string;
}

/**
 * Checks that the event store still has the log that the anchor was taken from. Throws
 * `LogMismatch` if the log ends before the anchor's position, or has a different event in place of
 * the anchor's event. If the event store does not answer, throws the fault of the read. Both reads
 * are made at the leader: a follower that lags would look like a log that has lost events.
 */
export const assertLog = async (
  eventStore: Pick<EventStore, 'lastEvent' | 'eventAt'>,
  { position, last }: LogAnchor,
): Promise<void> => {
  const end = (await eventStore.lastEvent())?.position?.commit;
  if (position < 0n) return;
  if (end === undefined)
    throw new LogMismatch(`the log is empty, but the read models go up to position ${position}`);
  if (end < position)
    throw new LogMismatch(
      `the log ends at position ${end}, but the read models go up to ${position}`,
    );
  if (last === undefined) return;
  const found = await eventAt(eventStore, last.position);
  const mark = found && markOf(found, found.position?.commit ?? -1n);
  const isSame =
    mark?.position === last.position && mark.eventId === last.eventId && mark.chain === last.chain;
  if (!isSame)
    throw new LogMismatch(
      `the log has another event at position ${last.position} than the read models`,
    );
};

/**
 * The event at this log position. If no event begins at the position, the event store may refuse
 * the read. Then the result is `undefined`.
 */
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
