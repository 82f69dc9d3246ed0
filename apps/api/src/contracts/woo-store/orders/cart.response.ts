import { ApiProperty } from '@nestjs/swagger';
import type { Plain } from '../../../contract-kit/describe.js';
import { BillingAddressDto, ShippingAddressDto } from '../request/checkout.dto.js';
import { billingAddress, shopAddress } from '../request/shop-address.js';
import { shopTotals, ShopTotalsDto } from './shop-totals.js';

const None = (): PropertyDecorator => ApiProperty({ type: [Object], example: [] });

/**
 * A cart in WooCommerce's format. The cart is always empty, because the shop itself keeps what its
 * visitors put into carts.
 */
export class CartDto {
  @None()
  items!: readonly object[];

  @None()
  coupons!: readonly object[];

  @None()
  fees!: readonly object[];

  @ApiProperty({ type: ShopTotalsDto })
  totals!: ShopTotalsDto;

  @ApiProperty({ type: ShippingAddressDto })
  shipping_address!: ShippingAddressDto;

  @ApiProperty({ type: BillingAddressDto })
  billing_address!: BillingAddressDto;

  @ApiProperty({ example: false })
  needs_payment!: boolean;

  @ApiProperty({ example: false })
  needs_shipping!: boolean;

  @ApiProperty({ type: [String], example: ['products'] })
  payment_requirements!: readonly string[];

  @ApiProperty({ example: false })
  has_calculated_shipping!: boolean;

  @None()
  shipping_rates!: readonly object[];

  @ApiProperty({ example: 0 })
  items_count!: number;

  @ApiProperty({ example: 0 })
  items_weight!: number;

  @None()
  cross_sells!: readonly object[];

  @None()
  errors!: readonly object[];

  @ApiProperty({ type: [String], example: ['woocommerce_payments', 'cod'] })
  payment_methods!: readonly string[];

  @ApiProperty({ type: 'object', additionalProperties: true })
  extensions!: object;
}

export const emptyCart = (currency: string, methods: readonly string[]): Plain<CartDto> => ({
  items: [],
  coupons: [],
  fees: [],
  totals: shopTotals([], currency),
  shipping_address: shopAddress({}),
  billing_address: billingAddress({}),
  needs_payment: false,
  needs_shipping: false,
  payment_requirements: ['products'],
  has_calculated_shipping: false,
  shipping_rates: [],
  items_count: 0,
  items_weight: 0,
  cross_sells: [],
  errors: [],
  payment_methods: methods,
  extensions: {},
});
