import { readStoredHistory } from '#event-log';
import type { EventStore } from '#event-log';
import { verifyOrder } from '#evidence';
import type { OrderVerification, VerifiedOrder } from '#evidence';
import { compareWithFold } from '#read-models';
import type { OrderQueries, OrderView } from '#read-models';

export interface ShownOrderVerification extends OrderVerification {
  /** As the read model shows it. */
  readonly view: OrderView | undefined;
}

/**
 * Verifies an order's history in the log, and what the read model shows of it. The read model is asked first, so that the
 * history has everything that it shows.
 */
export const verifyShownOrder = async (
  order: VerifiedOrder,
  queries: OrderQueries,
  eventStore: EventStore,
): Promise<ShownOrderVerification> => {
  const reached = await queries.position();
  const { orderId } = order;
  const view = await queries.find(orderId);
  const verified = await verifyOrder(order, readStoredHistory(eventStore, orderId), {
    ...{ reached, view },
    compare: (found: OrderView, at) => compareWithFold(found, at.order),
  });
  return { ...verified, view };
};
