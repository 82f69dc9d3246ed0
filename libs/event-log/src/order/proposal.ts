import { NO_STREAM } from '@eventstore/db-client';
import type { Append } from '../client/event-store.js';
import type { JsonEvent } from '../client/json-event.js';
import type { SealedEvents, FoldedOrder } from './draft.js';
import { streamOf } from './stream-of.js';

/** Events decided on a certain state, ready to be appended right behind it and nowhere else. */
export interface Proposal extends Append {
  /** Of the first event, if it is written. */
  readonly firstRevision: number;
}

/** The drafts of one or several commands, decided one after the other from `known` on, as one append. */
export const proposalOf = (
  orderId: string,
  known: FoldedOrder | undefined,
  drafts: readonly SealedEvents[],
): Proposal => ({
  streamId: streamOf(orderId),
  events: drafts.flatMap(({ events }): readonly JsonEvent[] => events),
  expectedRevision: known === undefined ? NO_STREAM : BigInt(known.revision),
  firstRevision: known === undefined ? 0 : known.revision + 1,
});
