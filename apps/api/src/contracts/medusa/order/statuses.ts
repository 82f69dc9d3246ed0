import {
  moneyStateOf,
  type MoneyState,
  type OrderView,
  shopViewOf,
  type ShopView,
} from '#read-models';

/** Translates how far an order is paid, captured and refunded into Medusa's `payment_status`. */
export const paymentStatuses: Readonly<Record<MoneyState, string>> = {
  unauthorised: 'not_paid',
  open: 'awaiting',
  refused: 'requires_action',
  captured: 'captured',
  'partly refunded': 'partially_refunded',
  refunded: 'refunded',
  cancelled: 'canceled',
};

/** Translates the status that the shop has given the order into Medusa's `status`. */
export const orderStatuses: Readonly<Record<ShopView, string>> = {
  open: 'pending',
  completed: 'completed',
  archived: 'archived',
  cancelled: 'canceled',
};

/**
 * Medusa's `fulfillment_status`. The ledger does not know whether goods were sent, so an order
 * counts as not fulfilled unless it is cancelled.
 */
export const fulfillmentStatusOf = (shop: ShopView): string =>
  shop === 'cancelled' ? 'canceled' : 'not_fulfilled';

export interface Statuses {
  readonly status: string;
  readonly fulfillment_status: string;
  readonly payment_status: string;
}

export const statusesOf = (order: OrderView): Statuses => {
  const shop = shopViewOf(order);
  return {
    status: orderStatuses[shop],
    fulfillment_status: fulfillmentStatusOf(shop),
    payment_status: paymentStatuses[moneyStateOf(order)],
  };
};
