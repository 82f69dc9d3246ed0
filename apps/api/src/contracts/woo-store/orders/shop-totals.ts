import { ApiProperty } from '@nestjs/swagger';
import { type Row, type TaxedRow, vatOf } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { shopCurrency, ShopCurrencyDto } from './shop-currency.js';

const Amount = (): PropertyDecorator =>
  ApiProperty({ description: 'Minor units', example: '28500' });

/**
 * The sums of an order in WooCommerce's format. Each sum excludes tax; the tax of each sum has a
 * separate field.
 */
export class ShopTotalsDto extends ShopCurrencyDto {
  @Amount()
  total_items!: string;

  @Amount()
  total_items_tax!: string;

  @Amount()
  total_fees!: string;

  @Amount()
  total_fees_tax!: string;

  @Amount()
  total_discount!: string;

  @Amount()
  total_discount_tax!: string;

  @Amount()
  total_shipping!: string;

  @Amount()
  total_shipping_tax!: string;

  @Amount()
  total_price!: string;

  @Amount()
  total_tax!: string;

  @ApiProperty({ type: [Object], example: [] })
  tax_lines!: readonly object[];
}

type Kind = 'items' | 'fees' | 'discount' | 'shipping';

/** The members of a row from which the sums are computed. */
type SummedRow = TaxedRow & Pick<Row, 'type'>;

/** Decides whether a row counts as item, fee, shipping or discount. */
export const kindOf = ({ type, unitPrice }: SummedRow): Kind => {
  if (type === 'shipping') return 'shipping';
  if (type === 'discount' || (type === undefined && unitPrice < 0)) return 'discount';
  return type === 'fee' || type === 'rounding' || type === 'adjustment' ? 'fees' : 'items';
};

export interface Sum {
  readonly net: number;
  readonly tax: number;
}

export const sumOf = (rows: readonly SummedRow[]): Sum =>
  rows.reduce(
    ({ net, tax }, row) => {
      const vat = vatOf(row);
      return { net: net + row.unitPrice * row.quantity - vat, tax: tax + vat };
    },
    { net: 0, tax: 0 },
  );

/** The sums of an order's rows. An empty cart has no rows, and all its sums are 0. */
export const shopTotals = (rows: readonly SummedRow[], currency: string): Plain<ShopTotalsDto> => {
  const of = (kind: Kind): Sum => sumOf(rows.filter((row) => kindOf(row) === kind));
  const [items, fees, discount, shipping] = [
    ...[of('items'), of('fees'), of('discount'), of('shipping')],
  ] as [Sum, Sum, Sum, Sum];
  const all = sumOf(rows);
  return {
    total_items: String(items.net),
    total_items_tax: String(items.tax),
    total_fees: String(fees.net),
    total_fees_tax: String(fees.tax),
    // The ledger's discounts are negative. WooCommerce shows them as positive amounts.
    total_discount: String(-discount.net || 0),
    total_discount_tax: String(-discount.tax || 0),
    total_shipping: String(shipping.net),
    total_shipping_tax: String(shipping.tax),
    total_price: String(all.net + all.tax),
    total_tax: String(all.tax),
    tax_lines: [],
    ...shopCurrency(currency),
  };
};
