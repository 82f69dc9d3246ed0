import type { OrderedRow } from '#ledger';
import type { OrderView } from '#read-models';

export const grossOf = ({ unitPrice, quantity }: OrderedRow): number => unitPrice * quantity;

export const isShipping = ({ type }: OrderedRow): boolean => type === 'shipping';

/** True for a row that lowers the order's total. */
export const isDiscount = (row: OrderedRow): boolean => !isShipping(row) && grossOf(row) < 0;

interface Sum {
  /** The amount without VAT. */
  readonly net: number;
  readonly vat: number;
}

const sumOf = (rows: readonly OrderedRow[]): Sum => {
  let [net, vat] = [0, 0];
  for (const row of rows) {
    net += grossOf(row) - row.vat;
    vat += row.vat;
  }
  return { net, vat };
};

/**
 * Medusa's totals of an order, in minor units. The sums of items, shipping and discounts exclude
 * VAT; `total` includes it. The ledger's prices include VAT.
 */
export const totalsOf = (order: OrderView, rows: readonly OrderedRow[], paid: number) => {
  const shipping = sumOf(rows.filter(isShipping));
  const discounts = sumOf(rows.filter(isDiscount));
  const items = sumOf(rows.filter((row) => !isShipping(row) && !isDiscount(row)));
  const itemTax = items.vat + discounts.vat;
  return {
    subtotal: items.net,
    discount_total: 0 - discounts.net,
    shipping_total: shipping.net,
    refunded_total: order.refunded,
    paid_total: paid,
    refundable_amount: paid - order.refunded,
    item_tax_total: itemTax,
    shipping_tax_total: shipping.vat,
    tax_total: itemTax + shipping.vat,
    gift_card_total: 0,
    gift_card_tax_total: 0,
    total: items.net + discounts.net + shipping.net + itemTax + shipping.vat,
  };
};
