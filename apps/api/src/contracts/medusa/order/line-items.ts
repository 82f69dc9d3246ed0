import type { OrderView } from '#read-models';
import { itemIdOf, shippingMethodIdOf, taxLineIdOf } from './medusa-ids.js';
import type { OrderedRow } from '#ledger';
import { grossOf, isDiscount, isShipping } from './totals.js';
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

/** Members of Medusa's line item for which the ledger has no data, so their values are fixed. */
const unknownOfItems = {
  ...{ cart_id: null, cart: null, order: null, swap_id: null, swap: null },
  ...{ claim_order_id: null, claim_order: null, original_item_id: null },
  ...{ order_edit_id: null, order_edit: null, variant: null, adjustments: [] },
  ...{ is_return: false, is_giftcard: false, should_merge: false, allow_discounts: false },
  ...{ has_shipping: null, refundable: null },
  ...{ fulfilled_quantity: null, returned_quantity: null, shipped_quantity: null },
  ...{ discount_total: 0, raw_discount_total: 0, gift_card_total: 0 },
};

const lineItem = (order: OrderView, row: OrderedRow) => {
  const shop = new ShopAttributes(row.attributes);
  const id = itemIdOf(order.orderId, row.rowId);
  const sums = sumsOf(row);
  return {
    id,
    ...timesOf(order),
    order_id: order.orderNumber,
    tax_lines: [{ ...taxLine(order, row), item_id: id }],
    title: row.description,
    description: row.articleNumber ?? null,
    thumbnail: shop.text('thumbnail'),
    unit_price: row.unitPrice,
    variant_id: shop.text('variant_id'),
    product_id: shop.text('product_id'),
    quantity: row.quantity,
    metadata: shop.members('metadata'),
    includes_tax: true,
    ...sums,
    original_total: sums.total,
    original_tax_total: sums.tax_total,
    ...unknownOfItems,
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

/**
 * The rows of goods and fees, as Medusa's line items. Discounts are not line items; they appear in
 * the totals only.
 */
export const lineItems = (order: OrderView, rows: readonly OrderedRow[]) =>
  rows.filter((row) => !isShipping(row) && !isDiscount(row)).map((row) => lineItem(order, row));

export const shippingMethods = (order: OrderView, rows: readonly OrderedRow[]) =>
  rows.filter(isShipping).map((row) => shippingMethod(order, row));
