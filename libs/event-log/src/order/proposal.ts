import { jsonEvent, NO_STREAM, type JSONEventData } from '@eventstore/db-client';
import { evolve, type Accepted, type Order, type OrderEvent } from '#ledger';
import { chainOf, chainStart } from '../chain/chain-of.js';
import type { Append } from '../client/event-store.js';
import type { EventMetadata } from '../events/event-metadata.js';
import { newestVersion } from '../events/order-event-schemas.js';
import { eventIdsOf } from './event-ids-of.js';
import type { LoadedOrder } from './loaded-order.js';
import type { OrderExecution } from './order-execution.js';
import { streamOf } from './stream-of.js';

/** Events decided on a certain state, ready to be appended right behind it and nowhere else. */
export interface Proposal extends Append {
  /** Of the first event, if it is written. */
  readonly firstRevision: number;
  /** The order with the events applied. */
  readonly order: Order;
  /** Chain value of the last event. */
  readonly chain: string;
}

export interface Decided {
  readonly execution: OrderExecution;
  /** The state that the decision was made on. */
  readonly known: LoadedOrder | undefined;
  readonly decision: Accepted;
}

/** Turns a decision into events with ids, metadata and chain. The same decision gives the same bytes. */
export const proposalOf = ({ execution, known, decision }: Decided): Proposal => {
  const order = orderAfter(known?.order, decision);
  const metadata = metadataOf(execution, decision, order);
  const eventId = eventIdsOf(execution.actionId, decision.cause.fingerprint);
  let chain = known?.chain ?? chainStart;
  const events = decision.events.map((event, index): JSONEventData => {
    const own = { schemaVersion: newestVersion(event.type), ...metadata };
    chain = chainOf(chain, { ...event, metadata: own });
    return asEventData(eventId(index), event, { ...own, chain });
  });
  return {
    streamId: streamOf(execution.orderId),
    events,
    expectedRevision: known === undefined ? NO_STREAM : BigInt(known.revision),
    firstRevision: known === undefined ? 0 : known.revision + 1,
    order,
    chain,
  };
};

const orderAfter = (before: Order | undefined, { events, cause }: Accepted): Order => {
  let order = before;
  for (const event of events) order = evolve(order, { ...event, cause });
  if (order === undefined || events.length === 0) {
    throw new TypeError('An accepted decision has at least one event.');
  }
  return order;
};

type SharedMetadata = Omit<EventMetadata, 'schemaVersion' | 'chain'>;

const metadataOf = (
  { actionId, origin }: OrderExecution,
  { cause }: Accepted,
  order: Order,
): SharedMetadata => ({
  ...cause,
  clientId: origin.clientId,
  storeId: origin.storeId ?? order.balance.storeId,
  contract: origin.contract,
  endpoint: origin.endpoint,
  correlationId: origin.correlationId,
  causationId: actionId,
  recordedAt: origin.recordedAt,
  ...(origin.traceparent !== undefined && { traceparent: origin.traceparent }),
});

const asEventData = (id: string, { type, data }: OrderEvent, metadata: object): JSONEventData =>
  jsonEvent({ id, type, data, metadata });
