import { type Accepted, evolve, evolveTo, type Order } from '#ledger';
import { chainStart, sealEvent } from '../chain/chain.js';
import type { Append } from '../client/event-store.js';
import type { JsonEvent } from '../client/stored-event.js';
import type { EventMetadata } from '../events/event-metadata.js';
import { versionToWrite } from '../events/event-types.js';
import { streamOf } from '../streams.js';
import type { LoadedOrder } from './load-order.js';
import type { OrderExecution } from './order-execution.js';

/** The store's limit is 1 MiB (event-node.md, "Limits"); one byte less is safe. */
export const appendBytesMax = 1_048_576 - 1;

/** An order and its last revision; the position in the log may not be known yet. */
export type FoldedOrder = Omit<LoadedOrder, 'position'>;

/** The events of one accepted command as bytes, with ids, metadata and chain; not yet written. */
export interface SealedEvents {
  readonly events: readonly JsonEvent[];
  /** Upper bound of the size that the store counts for the events (event-node.md, "Limits"). */
  readonly bytes: number;
  readonly after: FoldedOrder;
}

/** Turns a decision into events. The same decision on the same request gives the same bytes. */
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
 * The events of one or several commands, decided one after the other from `known` on, as one
 * append.
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
 * All members, `undefined` where absent: canonical JSON leaves those out. It writes members in the
 * order of their names, which is the order here, so that nothing has to be sorted.
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
  // Set for each event, by its type.
  schemaVersion: undefined,
  storeId: origin.storeId ?? order.balance.storeId,
  traceparent: origin.traceparent,
});
