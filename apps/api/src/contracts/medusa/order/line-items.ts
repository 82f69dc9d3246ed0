import type { OrderView } from '#read-models';
import { itemIdOf, shippingMethodIdOf, taxLineIdOf } from './medusa-ids.js';
import type { OrderedRow } from '#ledger';
import { grossOf, isDiscount, isShipping } from './ordered-rows.js';
import { ShopAttributes } from './shop-attributes.js';

const timesOf = ({ placedAt }: OrderView) => ({ created_at: placedAt, updated_at: placedAt });

const taxLine = (order: OrderView, { rowId, vatRate }: OrderedRow) => ({
  id: taxLineIdOf(order.orderId, rowId),
  ...timesOf(order),
  rate: vatRate,
  name: 'VAT',
  code: null,
  metadata: null,
});

const sumsOf = (row: OrderedRow) => {
  const total = grossOf(row);
  return { subtotal: total - row.vat, tax_total: row.vat, total };
};

const lineItem = (order: OrderView, row: OrderedRow) => {
  const shop = new ShopAttributes(row.attributes);
  const id = itemIdOf(order.orderId, row.rowId);
  const sums = sumsOf(row);
  return {
    id,
    ...timesOf(order),
    cart_id: null,
    cart: null,
    order_id: order.orderNumber,
    order: null,
    swap_id: null,
    swap: null,
    claim_order_id: null,
    claim_order: null,
    tax_lines: [{ ...taxLine(order, row), item_id: id }],
    adjustments: [],
    original_item_id: null,
    order_edit_id: null,
    order_edit: null,
    title: row.description,
    description: row.articleNumber ?? null,
    thumbnail: shop.text('thumbnail'),
    is_return: false,
    is_giftcard: false,
    should_merge: false,
    allow_discounts: false,
    has_shipping: null,
    unit_price: row.unitPrice,
    variant_id: shop.text('variant_id'),
    variant: null,
    product_id: shop.text('product_id'),
    quantity: row.quantity,
    fulfilled_quantity: null,
    returned_quantity: null,
    shipped_quantity: null,
    metadata: shop.members('metadata'),
    includes_tax: true,
    refundable: null,
    ...sums,
    original_total: sums.total,
    original_tax_total: sums.tax_total,
    discount_total: 0,
    raw_discount_total: 0,
    gift_card_total: 0,
  };
};

const shippingMethod = (order: OrderView, row: OrderedRow) => {
  const id = shippingMethodIdOf(order.orderId, row.rowId);
  return {
    id,
    shipping_option_id: null,
    order_id: order.orderNumber,
    order: null,
    claim_order_id: null,
    claim_order: null,
    cart_id: null,
    cart: null,
    swap_id: null,
    swap: null,
    return_id: null,
    return_order: null,
    shipping_option: null,
    tax_lines: [{ ...taxLine(order, row), shipping_method_id: id }],
    price: grossOf(row),
    data: { name: row.description },
    includes_tax: true,
    ...sumsOf(row),
  };
};

/** Rows of goods and fees; discounts are in the totals alone. */
export const lineItems = (order: OrderView, rows: readonly OrderedRow[]) =>
  rows.filter((row) => !isShipping(row) && !isDiscount(row)).map((row) => lineItem(order, row));

export const shippingMethods = (order: OrderView, rows: readonly OrderedRow[]) =>
  rows.filter(isShipping).map((row) => shippingMethod(order, row));
