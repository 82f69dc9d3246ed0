import type { Accepted, Order, Rejected, Replayed } from '#ledger';
import { asError } from '../faults/as-error.js';
import { AppendTooLarge } from '../faults/append-too-large.js';
import { appendBytesMax } from './append-bytes-max.js';
import { sealEvents, type SealedEvents, type FoldedOrder } from './draft.js';
import type { OrderExecution } from './order-execution.js';

/** What was decided of one command. Only an accepted one has something to write. */
export type CommandOutcome =
  | { readonly kind: 'accepted'; readonly decision: Accepted; readonly after: FoldedOrder }
  | { readonly kind: 'replayed'; readonly decision: Replayed; readonly order: Order }
  | Rejected
  | { readonly kind: 'failed'; readonly error: Error };

export interface DecidedBatch {
  /** In the order of the commands; fewer than there were if the append had no room for more. At least one. */
  readonly outcomes: readonly CommandOutcome[];
  /** Of the accepted ones. */
  readonly sealed: readonly SealedEvents[];
  /** The order after them; `undefined` if there is none. */
  readonly after: FoldedOrder | undefined;
}

/**
 * Decides commands on one order together: each on the state that the ones before it lead to, as if they had come one
 * by one. What they write fits one append. A command that cannot be decided fails alone.
 */
export const decideBatch = (
  known: FoldedOrder | undefined,
  executions: readonly OrderExecution[],
): DecidedBatch => {
  const outcomes: CommandOutcome[] = [];
  const sealed: SealedEvents[] = [];
  let after = known;
  let bytes = 0;
  for (const execution of executions) {
    const { outcome, draft } = decideOne(after, execution);
    if (draft !== undefined) {
      if (bytes + draft.bytes > appendBytesMax) break;
      bytes += draft.bytes;
      sealed.push(draft);
      ({ after } = draft);
    }
    outcomes.push(outcome);
  }
  return { outcomes, sealed, after };
};

const decideOne = (
  before: FoldedOrder | undefined,
  execution: OrderExecution,
): { readonly outcome: CommandOutcome; readonly draft?: SealedEvents } => {
  try {
    const decision = execution.decide(before?.order);
    if (decision.kind === 'rejected') return { outcome: decision };
    if (decision.kind === 'replayed') return { outcome: replayedOutcome(before, decision) };
    const draft = sealEvents({ execution, before, decision });
    assertFits(draft);
    return { outcome: { kind: 'accepted', decision, after: draft.after }, draft };
  } catch (error) {
    return { outcome: { kind: 'failed', error: asError(error) } };
  }
};

const replayedOutcome = (before: FoldedOrder | undefined, decision: Replayed): CommandOutcome => {
  if (before === undefined) throw new TypeError('Only a known order can have answered before.');
  return { kind: 'replayed', decision, order: before.order };
};

/** Asked before anything is sent: the store's own refusal would be that of a broken store, not of a large request. */
const assertFits = ({ bytes }: SealedEvents): void => {
  if (bytes > appendBytesMax) throw new AppendTooLarge(bytes, appendBytesMax);
};
