import { ApiProperty } from '@nestjs/swagger';
import { type OrderedRow, orderedRows } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { registeredParts, shopOrder, ShopOrderDto } from './checkout.response.js';
import { shopCurrency, ShopCurrencyDto } from './shop-currency.js';
import type { ShopOrder } from './shop-orders.js';
import { isPayable } from './shop-status.js';
import { kindOf, shopTotals, ShopTotalsDto } from './shop-totals.js';

const Amount = (): PropertyDecorator =>
  ApiProperty({ description: 'Minor units', example: '9500' });

export class ItemPricesDto extends ShopCurrencyDto {
  @Amount()
  price!: string;

  @Amount()
  regular_price!: string;

  @Amount()
  sale_price!: string;
}

export class ItemTotalsDto extends ShopCurrencyDto {
  @Amount()
  line_subtotal!: string;

  @Amount()
  line_subtotal_tax!: string;

  @Amount()
  line_total!: string;

  @Amount()
  line_total_tax!: string;
}

export class OrderItemDto {
  @ApiProperty({ example: 'r1' })
  key!: string;

  @ApiProperty({ example: 1 })
  quantity!: number;

  @ApiProperty({ example: 'Shoes' })
  name!: string;

  @ApiProperty({ example: '10001' })
  sku!: string;

  @ApiProperty({ type: ItemPricesDto })
  prices!: ItemPricesDto;

  @ApiProperty({ type: ItemTotalsDto })
  totals!: ItemTotalsDto;
}

/** An order with its items and sums. */
export class OrderShownDto extends ShopOrderDto {
  @ApiProperty({ description: 'The same as `order_id`', example: 1001 })
  id!: number;

  @ApiProperty({ type: [OrderItemDto] })
  items!: readonly OrderItemDto[];

  @ApiProperty({ type: [Object], example: [] })
  coupons!: readonly object[];

  @ApiProperty({ type: [OrderItemDto] })
  fees!: readonly OrderItemDto[];

  @ApiProperty({ type: ShopTotalsDto })
  totals!: ShopTotalsDto;

  @ApiProperty({ example: true })
  needs_payment!: boolean;

  @ApiProperty({ example: false })
  needs_shipping!: boolean;

  @ApiProperty({ type: [String], example: ['products'] })
  payment_requirements!: readonly string[];

  @ApiProperty({ type: [Object], example: [] })
  errors!: readonly object[];
}

const itemOf = (row: OrderedRow, currency: string): Plain<OrderItemDto> => {
  const tax = row.vat;
  const net = row.unitPrice * row.quantity - tax;
  const price = String(row.unitPrice);
  return {
    key: row.rowId,
    quantity: row.quantity,
    name: row.description,
    sku: row.articleNumber ?? '',
    prices: { price, regular_price: price, sale_price: price, ...shopCurrency(currency) },
    totals: {
      line_subtotal: String(net),
      line_subtotal_tax: String(tax),
      line_total: String(net),
      line_total_tax: String(tax),
      ...shopCurrency(currency),
    },
  };
};

/** The body of `GET .../order/{id}`, with all rows that were ordered, captured or not. */
export const orderShown = (found: ShopOrder): Plain<OrderShownDto> => {
  const { order } = found;
  const { currency } = order.balance;
  const rows = orderedRows(order.balance, order.captures.values());
  const items = (kind: 'items' | 'fees') =>
    rows.filter((row) => kindOf(row) === kind).map((row) => itemOf(row, currency));
  const shown = shopOrder(found, registeredParts(found));
  return {
    id: shown.order_id,
    ...shown,
    items: items('items'),
    coupons: [],
    fees: items('fees'),
    totals: shopTotals(rows, currency),
    needs_payment: isPayable(order, found.target.request.at),
    needs_shipping: false,
    payment_requirements: ['products'],
    errors: [],
  };
};
