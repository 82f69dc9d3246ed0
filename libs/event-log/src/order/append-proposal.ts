import { backOffMs, type Deadline, pause } from '#runtime/async';
import { transportBackOff } from '../client/reachability.js';
import type { Append, Appended, EventStore } from '../client/event-store.js';
import { EventStoreUnavailable, LedgerFault, OutcomeUnknown, UnreadableEvent } from '../faults.js';

/** The operations of the event store that are needed here. */
export type AppendsAndReads = Pick<EventStore, 'append' | 'read'>;

export type Written =
  | { readonly kind: 'written'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'conflict' };

const conflict: Written = { kind: 'conflict' };

/**
 * Appends events and finds out whether they were written. A lost answer does not mean that the
 * append failed (domain.md, "Events"). So after a lost answer the stream is read at the revisions
 * of the events. If no event is found, the same append is repeated. The repetition has the same
 * event ids and the same expected revision, so the events are written at most once.
 * Throws `OutcomeUnknown` if the outcome is still unknown at the deadline `time`. Throws
 * `EventStoreUnavailable` if the event store could not be reached and nothing was sent.
 */
export const appendProposal = async (
  eventStore: AppendsAndReads,
  proposal: Append,
  time: Deadline,
): Promise<Written> => {
  let unknown: OutcomeUnknown | undefined;
  for (let failures = 0; ; failures += 1) {
    const answer = await attempt(eventStore, proposal, unknown);
    if (answer instanceof OutcomeUnknown) unknown = answer;
    else if (answer.kind === 'written' && answer.position !== undefined) {
      assertInPlace(proposal, answer.revision);
      return { ...answer, position: answer.position };
    } else if (answer.kind === 'wrong revision' && unknown === undefined) return conflict;
    const found = await lookUp(eventStore, proposal);
    if (typeof found !== 'string') return found;
    // The event store refused this append because of its expected revision, and the events are not
    // in the stream. Earlier attempts had the same expected revision, so none of them can succeed
    // any more.
    if (found === 'not written' && !(answer instanceof OutcomeUnknown)) return conflict;
    if (time.passed) throw unknown ?? new OutcomeUnknown('no position in the answer');
    await pause(backOffMs(transportBackOff, failures));
  }
};

/**
 * Throws if the events got other revisions than expected, because the earlier events of the stream
 * were deleted. In such a stream, the event store accepts a "first" event, but gives it a later
 * revision. The event would be wrong, because it was decided as if the order had no history.
 */
const assertInPlace = ({ streamId, events, firstRevision }: Append, revision: number): void => {
  const due = firstRevision + events.length - 1;
  if (revision === due) return;
  const type = events.at(-1)?.type ?? '';
  throw new UnreadableEvent({ streamId, revision, type }, `event ${due} was due`);
};

const attempt = async (
  eventStore: AppendsAndReads,
  proposal: Append,
  unknown: OutcomeUnknown | undefined,
): Promise<Appended | OutcomeUnknown> => {
  try {
    return await eventStore.append(proposal);
  } catch (error) {
    if (error instanceof OutcomeUnknown) return error;
    // The event store cannot be reached. So the outcome of the earlier attempt is still unknown.
    if (error instanceof EventStoreUnavailable && unknown !== undefined) return unknown;
    // This attempt wrote nothing, but an earlier attempt may have written the events. Then the
    // error of the earlier attempt is thrown, because it says that the outcome is unknown.
    throw unknown ?? error;
  }
};

/** Reads whether the stream has these events at their revisions. */
const lookUp = async (
  eventStore: AppendsAndReads,
  { streamId, events, firstRevision }: Append,
): Promise<Written | 'not written' | 'not readable'> => {
  try {
    const eventsMax = events.length;
    const there = await eventStore.read({ streamId, fromRevision: firstRevision, eventsMax });
    if (there.length === 0) return 'not written';
    const last = there.at(-1);
    const isOurs = there.length === eventsMax && there.every(({ id }, i) => id === events[i]?.id);
    if (!isOurs) return conflict;
    if (last?.position === undefined) return 'not readable';
    return {
      kind: 'written',
      revision: Number(last.revision),
      position: last.position.commit,
    };
  } catch (error) {
    if (error instanceof LedgerFault) return 'not readable';
    throw error;
  }
};
