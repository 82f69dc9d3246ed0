import type { OrderView } from '#read-models';
import { selected, type Selection } from '../query/selection.js';
import { lineItems, shippingMethods } from './line-items.js';
import { orderedRows } from '#ledger';
import { partiesOf, regionOf } from './parties.js';
import { paymentsOf, refundsOf } from './payments.js';
import { ShopAttributes } from './shop-attributes.js';
import { statusesOf } from './statuses.js';
import { totalsOf } from './totals.js';

/** When the order last changed, as far as its parts say. */
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

/** The number under which a person knows the order, if it is one. */
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

/** Relations that are always empty, since the ledger stores nothing of their kind. */
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

/** All of an order that any selection may show. */
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

/** An order as Medusa shows it (medusa.md, "Body"). */
export const medusaOrder = (order: OrderView, selection: Selection): MedusaOrder =>
  selected(wholeOrder(order), selection);

/** As the answer to a change shows it. */
export const changedOrder = (order: OrderView, selection: Selection): MedusaOrder => ({
  object: 'order',
  ...medusaOrder(order, selection),
});
