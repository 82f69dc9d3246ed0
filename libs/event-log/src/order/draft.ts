import { evolve, type Accepted, type Order } from '#ledger';
import { chainStart } from '../chain/chain-of.js';
import { sealEvent } from '../chain/linked-event.js';
import type { JsonEvent } from '../client/json-event.js';
import type { EventMetadata } from '../events/event-metadata.js';
import { newestVersion } from '../events/order-event-schemas.js';
import type { LoadedOrder } from './loaded-order.js';
import type { OrderExecution } from './order-execution.js';

/** An order and where in its stream it stands; the position in the log may not be known yet. */
export type FoldedOrder = Omit<LoadedOrder, 'position'>;

/** The events of one accepted command with ids, metadata and chain, not yet written. */
export interface SealedEvents {
  readonly events: readonly JsonEvent[];
  /** What the store counts of them, at most (event-node.md, "Limits"). */
  readonly bytes: number;
  readonly after: FoldedOrder;
}

export interface Decided {
  readonly execution: OrderExecution;
  /** The state that the decision was made on. */
  readonly before: FoldedOrder | undefined;
  readonly decision: Accepted;
}

/** Turns a decision into events. The same decision of the same request gives the same bytes. */
export const sealEvents = ({ execution, before, decision }: Decided): SealedEvents => {
  const { correlationId } = execution.origin;
  const cause = { ...decision.cause, correlationId };
  const order = orderAfter(before?.order, { ...decision, cause });
  const metadata = metadataOf(execution, decision, order);
  let chain = before?.chain ?? chainStart;
  let bytes = 0;
  const events = decision.events.map(({ type, data }): JsonEvent => {
    metadata.schemaVersion = newestVersion(type);
    const { event, chain: next } = sealEvent(chain, { type, data, metadata });
    chain = next;
    bytes += event.data.length + event.metadata.length + 2 * type.length;
    return event;
  });
  return { events, bytes, after: { order, revision: revisionAfter(before, decision), chain } };
};

const revisionAfter = (before: FoldedOrder | undefined, { events }: Accepted): number =>
  (before?.revision ?? -1) + events.length;

const orderAfter = (before: Order | undefined, { events, cause }: Accepted): Order => {
  let order = before;
  for (const event of events) order = evolve(order, { ...event, cause });
  if (order === undefined || events.length === 0) {
    throw new TypeError('An accepted decision has at least one event.');
  }
  return order;
};

/**
 * Every member by name, `undefined` where there is none: canonical JSON leaves those out. It writes them in the order of
 * their names, which is the order in which they stand below, so that there is nothing to sort.
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
  // Each event has that of its own type.
  schemaVersion: undefined,
  storeId: origin.storeId ?? order.balance.storeId,
  traceparent: origin.traceparent,
});
