import type { OrderState } from './order-state.js';
import { nextState } from './order-state.js';
import type { ProjectedEvent } from './projected-event.js';

/** How a page changes one order. */
export interface OrderChange {
  readonly before: OrderState | undefined;
  readonly after: OrderState;
}

export interface PageChanges {
  readonly orders: ReadonlyMap<string, OrderChange>;
  /** The events that were not applied before. */
  readonly events: readonly ProjectedEvent[];
}

/** Moves the orders by the events of a page. An event at or below its order's revision is applied already. */
export const pageChanges = (
  events: readonly ProjectedEvent[],
  known: ReadonlyMap<string, OrderState>,
): PageChanges => {
  const orders = new Map<string, OrderChange>();
  const applied = events.filter((event) => {
    const { orderId } = event.data;
    const before = known.get(orderId);
    const state = orders.get(orderId)?.after ?? before;
    if (state !== undefined && event.revision <= state.revision) return false;
    orders.set(orderId, { before, after: nextState(state, event) });
    return true;
  });
  return { orders, events: applied };
};
