import type { OrderView } from '#read-models';
import { selected, type Selection } from '../query/selection.js';
import { lineItems, shippingMethods } from './line-items.js';
import { orderedRows } from '#ledger';
import { partiesOf, regionOf } from './parties.js';
import { paymentsOf, refundsOf } from './payments.js';
import { ShopAttributes } from './shop-attributes.js';
import { statusesOf } from './statuses.js';
import { totalsOf } from './totals.js';

/**
 * The time of the latest change of the order: its registration, a capture, a refund or a change of
 * status.
 */
export const updatedAtOf = ({ placedAt, captures, refunds, givenUp, shop }: OrderView): string => {
  let latest = placedAt;
  const see = (instant: string | undefined): void => {
    if (instant !== undefined && instant > latest) latest = instant;
  };
  for (const { capturedAt } of captures) see(capturedAt);
  for (const { refundedAt } of refunds) see(refundedAt);
  see(givenUp?.cancelledAt);
  see(shop?.changedAt);
  return latest;
};

const digits = /^\d{1,15}$/;

/**
 * The order number for display, which must be a number in Medusa. Null if the order number of the
 * shop is not a number.
 */
const displayIdOf = ({ orderNumber }: OrderView, shop: ShopAttributes): number | null =>
  shop.whole('display_id') ?? (digits.test(orderNumber) ? Number(orderNumber) : null);

const columnsOf = (order: OrderView, updatedAt: string) => {
  const shop = new ShopAttributes(order.attributes);
  const statuses = statusesOf(order);
  return {
    id: order.orderNumber,
    created_at: order.placedAt,
    updated_at: updatedAt,
    ...statuses,
    display_id: displayIdOf(order, shop),
    cart_id: shop.text('cart_id'),
    currency_code: order.currency.toLowerCase(),
    tax_rate: null,
    draft_order_id: shop.text('draft_order_id'),
    canceled_at: statuses.status === 'canceled' ? (order.givenUp?.cancelledAt ?? null) : null,
    metadata: shop.members('metadata'),
    no_notification: shop.flag('no_notification'),
    sales_channel_id: shop.text('sales_channel_id'),
    external_id: shop.text('external_id'),
    idempotency_key: null,
    ...regionOf(order, shop),
  };
};

/**
 * Related objects of a Medusa order that the ledger does not store, such as carts and fulfilments.
 * Answers show them as null or empty.
 */
const noRelations = {
  cart: null,
  claims: [],
  discounts: [],
  draft_order: null,
  edits: [],
  fulfillments: [],
  gift_card_transactions: [],
  gift_cards: [],
  returns: [],
  sales_channel: null,
  sales_channels: [],
  swaps: [],
};

/** All members of Medusa's order, from which `fields` and `expand` select. */
const wholeOrder = (order: OrderView) => {
  const updatedAt = updatedAtOf(order);
  const rows = orderedRows(order, order.captures);
  const payments = paymentsOf(order, updatedAt);
  const paid = payments.reduce((sum, { amount }) => sum + amount, 0);
  const totals = totalsOf(order, rows, paid);
  const columns = columnsOf(order, updatedAt);
  return {
    ...columns,
    ...partiesOf(order),
    ...noRelations,
    currency: { code: columns.currency_code, symbol: null, symbol_native: null, name: null },
    items: lineItems(order, rows),
    payments,
    refunds: refundsOf(order),
    shipping_methods: shippingMethods(order, rows),
    ...totals,
    raw_discount_total: totals.discount_total,
  };
};

export type MedusaOrder = Partial<ReturnType<typeof wholeOrder>> & { readonly object?: 'order' };

/** An order with the selected members (medusa.md, "Body"). */
export const medusaOrder = (order: OrderView, selection: Selection): MedusaOrder =>
  selected(wholeOrder(order), selection);

/** An order as answers to changes show it, with the member `object: "order"`. */
export const changedOrder = (order: OrderView, selection: Selection): MedusaOrder => ({
  object: 'order',
  ...medusaOrder(order, selection),
});
