import {
  moneyStateOf,
  type MoneyState,
  type OrderView,
  shopViewOf,
  type ShopView,
} from '#read-models';

/** Medusa's `payment_status` for each state of the money. */
export const paymentStatuses: Readonly<Record<MoneyState, string>> = {
  unauthorised: 'not_paid',
  open: 'awaiting',
  refused: 'requires_action',
  captured: 'captured',
  'partly refunded': 'partially_refunded',
  refunded: 'refunded',
  cancelled: 'canceled',
};

/** Medusa's `status` for each state that the shop gave the order. */
export const orderStatuses: Readonly<Record<ShopView, string>> = {
  open: 'pending',
  completed: 'completed',
  archived: 'archived',
  cancelled: 'canceled',
};

/** Medusa's `fulfillment_status`; the ledger knows of no fulfilments. */
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
