import type { Accepted, Order, Rejected, Replayed } from '#ledger';
import { asError } from '../faults/as-error.js';
import { AppendTooLarge } from '../faults/append-too-large.js';
import { appendBytesMax } from './append-bytes-max.js';
import { draftOf, type Draft, type FoldedOrder } from './draft.js';
import type { OrderExecution } from './order-execution.js';

/** What was decided of one command. Only an accepted one has something to write. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly decision: Accepted; readonly after: FoldedOrder }
  | { readonly kind: 'replayed'; readonly decision: Replayed; readonly order: Order }
  | Rejected
  | { readonly kind: 'failed'; readonly error: Error };

export interface DecidedLine {
  /** In the order of the commands; fewer than there were if the append had no room for more. At least one. */
  readonly verdicts: readonly Verdict[];
  /** Of the accepted ones. */
  readonly drafts: readonly Draft[];
  /** The order after them; `undefined` if there is none. */
  readonly after: FoldedOrder | undefined;
}

/**
 * Decides commands on one order together: each on the state that the ones before it lead to, as if they had come one
 * by one. What they write fits one append. A command that cannot be decided fails alone.
 */
export const decideLine = (
  known: FoldedOrder | undefined,
  executions: readonly OrderExecution[],
): DecidedLine => {
  const verdicts: Verdict[] = [];
  const drafts: Draft[] = [];
  let after = known;
  let bytes = 0;
  for (const execution of executions) {
    const { verdict, draft } = decideOne(after, execution);
    if (draft !== undefined) {
      if (bytes + draft.bytes > appendBytesMax) break;
      bytes += draft.bytes;
      drafts.push(draft);
      ({ after } = draft);
    }
    verdicts.push(verdict);
  }
  return { verdicts, drafts, after };
};

const decideOne = (
  before: FoldedOrder | undefined,
  execution: OrderExecution,
): { readonly verdict: Verdict; readonly draft?: Draft } => {
  try {
    const decision = execution.decide(before?.order);
    if (decision.kind === 'rejected') return { verdict: decision };
    if (decision.kind === 'replayed') return { verdict: replayed(before, decision) };
    const draft = draftOf({ execution, before, decision });
    assertFits(draft);
    return { verdict: { kind: 'accepted', decision, after: draft.after }, draft };
  } catch (error) {
    return { verdict: { kind: 'failed', error: asError(error) } };
  }
};

const replayed = (before: FoldedOrder | undefined, decision: Replayed): Verdict => {
  if (before === undefined) throw new TypeError('Only a known order can have answered before.');
  return { kind: 'replayed', decision, order: before.order };
};

/** Asked before anything is sent: the store's own refusal would be that of a broken store, not of a large request. */
const assertFits = ({ bytes }: Draft): void => {
  if (bytes > appendBytesMax) throw new AppendTooLarge(bytes, appendBytesMax);
};
