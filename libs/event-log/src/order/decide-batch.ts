import type { Accepted, Order, Rejected, Replayed } from '#ledger';
import { AppendTooLarge, asError } from '../faults.js';
import type { OrderExecution } from './order-execution.js';
import { appendBytesMax, type FoldedOrder, type SealedEvents, sealEvents } from './seal-events.js';

/** The decision on one command. Only an accepted command has events to write. */
export type CommandOutcome =
  | { readonly kind: 'accepted'; readonly decision: Accepted; readonly after: FoldedOrder }
  | { readonly kind: 'replayed'; readonly decision: Replayed; readonly order: Order }
  | Rejected
  | { readonly kind: 'failed'; readonly error: Error };

export interface DecidedBatch {
  /**
   * In the order of the commands, at least one; fewer than the commands if one append cannot hold
   * more.
   */
  readonly outcomes: readonly CommandOutcome[];
  /** The events of the accepted commands. */
  readonly sealed: readonly SealedEvents[];
  /** The order after them; `undefined` if there is none. */
  readonly after: FoldedOrder | undefined;
}

/**
 * Decides commands on one order together, each on the state that the ones before it lead to, as if
 * they had come one by one. Their events fit one append. A command that cannot be decided fails
 * alone.
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
    const decided = decideOne(after, execution);
    if (decided.sealed !== undefined) {
      if (bytes + decided.sealed.bytes > appendBytesMax) break;
      bytes += decided.sealed.bytes;
      sealed.push(decided.sealed);
      ({ after } = decided.sealed);
    }
    outcomes.push(decided.outcome);
  }
  return { outcomes, sealed, after };
};

interface DecidedCommand {
  readonly outcome: CommandOutcome;
  readonly sealed?: SealedEvents;
}

const decideOne = (before: FoldedOrder | undefined, execution: OrderExecution): DecidedCommand => {
  try {
    const decision = execution.decide(before?.order);
    if (decision.kind === 'rejected') return { outcome: decision };
    if (decision.kind === 'replayed') return { outcome: replayedOutcome(before, decision) };
    const sealed = sealEvents(execution, before, decision);
    // The store would refuse it too, with an error that a broken store gives as well.
    if (sealed.bytes > appendBytesMax) throw new AppendTooLarge(sealed.bytes, appendBytesMax);
    return { outcome: { kind: 'accepted', decision, after: sealed.after }, sealed };
  } catch (error) {
    return { outcome: { kind: 'failed', error: asError(error) } };
  }
};

const replayedOutcome = (before: FoldedOrder | undefined, decision: Replayed): CommandOutcome => {
  if (before === undefined) throw new TypeError('Only a known order can have answered before.');
  return { kind: 'replayed', decision, order: before.order };
};
