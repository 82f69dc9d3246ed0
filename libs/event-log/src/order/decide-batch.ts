import {
  type Accepted,
  type Decision,
  evolve,
  evolveTo,
  type Order,
  type Rejected,
  type Replayed,
} from '#ledger';
import { chainStart, sealEvent } from '../chain/chain.js';
import type { Append } from '../client/event-store.js';
import type { JsonEvent } from '../client/stored-event.js';
import type { EventMetadata, OriginContract } from '../events/event-metadata.js';
import { versionToWrite } from '../events/event-types.js';
import { AppendTooLarge, asError } from '../faults.js';
import { streamOf } from '../streams.js';
import type { LoadedOrder } from './load-order.js';

/** A command to be decided on an order's present state and, if accepted, written. */
export interface OrderExecution {
  readonly orderId: string;
  /**
   * The decision. The function has to be pure, because it is called again on newer state after a
   * conflict.
   */
  readonly decide: (order: Order | undefined) => Decision;
  /**
   * The command's action id, stored with its events as `causationId`. The ids of the events are
   * hashes that include the action id, so a repeated append has the same event ids as the first.
   */
  readonly actionId: string;
  readonly origin: Origin;
}

/** The origin of a command; written into the metadata of each of its events. */
export interface Origin {
  readonly clientId: string;
  /** The store to be written into the metadata; by default the order's own store. */
  readonly storeId?: string;
  readonly contract: OriginContract;
  readonly endpoint: string;
  readonly correlationId: string;
  /** RFC 3339, UTC, milliseconds; by the clock of the process that received the command. */
  readonly recordedAt: string;
  readonly traceparent?: string;
}

/** The decision on one command. Only an accepted command has events to write. */
export type CommandOutcome =
  | { readonly kind: 'accepted'; readonly decision: Accepted; readonly after: FoldedOrder }
  | { readonly kind: 'replayed'; readonly decision: Replayed; readonly order: Order }
  | Rejected
  | { readonly kind: 'failed'; readonly error: Error };

export interface DecidedBatch {
  /**
   * One outcome for each decided command, in the order of the commands. If the events of the last
   * commands do not fit into the same append, these commands stay undecided; at least one command
   * is decided.
   */
  readonly outcomes: readonly CommandOutcome[];
  /** The events of the accepted commands. */
  readonly sealed: readonly SealedEvents[];
  /** The order after the accepted commands; `undefined` if there is no such order. */
  readonly after: FoldedOrder | undefined;
}

/**
 * The state of an order after one of its events. The log position is left out, because the event
 * may not have been written yet.
 */
export type FoldedOrder = Omit<LoadedOrder, 'position'>;

/**
 * Decides several commands on one order, so that their events can be written with one append. The
 * result is the same as for one command after the other: each command is decided on the state that
 * results from the command before it. If a decision throws an error, only that command fails.
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
    // The event store would refuse the append, too. But its error may also mean that the event
    // store is broken, so the size is checked here.
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

/**
 * The largest append, in bytes. The event store's limit is 1 MiB (event-node.md, "Limits"); an
 * append of one byte less is certainly within the limit.
 */
const appendBytesMax = 1_048_576 - 1;

/**
 * The events of one accepted command as bytes, with their ids, metadata and hashes (chain values);
 * not yet written.
 */
export interface SealedEvents {
  readonly events: readonly JsonEvent[];
  /** At least the size that the event store counts for the events (event-node.md, "Limits"). */
  readonly bytes: number;
  readonly after: FoldedOrder;
}

/**
 * Turns a decision into events. The same decision on the same request gives the same bytes, so that
 * the event store recognises a repeated append.
 */
export const sealEvents = (
  execution: OrderExecution,
  before: FoldedOrder | undefined,
  decision: Accepted,
): SealedEvents => {
  const order = orderAfter(before?.order, decision, execution.origin.correlationId);
  const metadata = metadataOf(execution, decision, order);
  let chain = before?.chain ?? chainStart;
  let bytes = 0;
  const events = decision.events.map(({ type, data }): JsonEvent => {
    metadata.schemaVersion = versionToWrite({ type, data });
    const { event, chain: next } = sealEvent(chain, { type, data, metadata });
    chain = next;
    bytes += event.data.length + event.metadata.length + 2 * type.length;
    return event;
  });
  const revision = (before?.revision ?? -1) + events.length;
  return { events, bytes, after: { order, revision, chain } };
};

/**
 * Makes one append of all events of a batch of commands. The append succeeds only if the order is
 * still in the state `known`, on which the batch was decided.
 */
export const appendOf = (
  orderId: string,
  known: FoldedOrder | undefined,
  sealed: readonly SealedEvents[],
): Append => ({
  streamId: streamOf(orderId),
  events: sealed.flatMap(({ events }): readonly JsonEvent[] => events),
  firstRevision: known === undefined ? 0 : known.revision + 1,
});

const orderAfter = (
  before: Order | undefined,
  { events, balances, cause }: Accepted,
  correlationId: string,
): Order => {
  let order = before;
  const fullCause = { ...cause, correlationId };
  for (const [index, event] of events.entries()) {
    const recorded = { ...event, cause: fullCause };
    const balance = balances[index];
    order = balance === undefined ? evolve(order, recorded) : evolveTo(order, recorded, balance);
  }
  if (order === undefined || events.length === 0) {
    throw new TypeError('An accepted decision has at least one event.');
  }
  return order;
};

/**
 * The metadata that all events of a command share. Members that an event lacks are `undefined`, and
 * canonical JSON leaves them out. The members are listed in alphabetical order, so that canonical
 * JSON does not have to sort them.
 */
type SharedMetadata = Record<Exclude<keyof EventMetadata, 'chain'>, unknown>;

const metadataOf = (
  { actionId, origin }: OrderExecution,
  { cause }: Accepted,
  order: Order,
): SharedMetadata => ({
  action: cause.action,
  causationId: actionId,
  clientId: origin.clientId,
  contract: origin.contract,
  correlationId: origin.correlationId,
  endpoint: origin.endpoint,
  fingerprint: cause.fingerprint,
  idempotencyKey: cause.idempotencyKey,
  recordedAt: origin.recordedAt,
  // Set later for each event, because the version depends on the event's type.
  schemaVersion: undefined,
  storeId: origin.storeId ?? order.balance.storeId,
  traceparent: origin.traceparent,
});
