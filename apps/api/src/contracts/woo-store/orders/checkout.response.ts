import { ApiProperty } from '@nestjs/swagger';
import { orderKeyIn } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import {
  type BillingAddress,
  registeredBilling,
  registeredShipping,
  type ShopAddress,
  withoutEmail,
} from '../request/shop-address.js';
import { BillingAddressDto, ShippingAddressDto } from '../request/checkout.dto.js';
import { customerNumber } from '../session/shop-session.js';
import type { ShopOrder } from './shop-orders.js';
import { shopMethodOf, shopStatusOf } from './shop-status.js';

export const paymentStatuses = ['success', 'pending', 'failure', 'error'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export class PaymentDetailDto {
  @ApiProperty({ example: 'redirect' })
  key!: string;

  @ApiProperty({ example: 'https://bank.example/authenticate' })
  value!: string;
}

export class PaymentResultDto {
  @ApiProperty({ enum: paymentStatuses })
  payment_status!: PaymentStatus;

  @ApiProperty({ type: [PaymentDetailDto] })
  payment_details!: readonly PaymentDetailDto[];

  @ApiProperty({ description: 'Where the customer goes to authenticate; else empty', example: '' })
  redirect_url!: string;
}

const statuses = [
  ...['pending', 'on-hold', 'processing', 'completed', 'cancelled', 'refunded', 'failed'],
];

/** An order as a checkout shows it. */
export class ShopOrderDto {
  @ApiProperty({ example: 1001 })
  order_id!: number;

  @ApiProperty({ enum: statuses, example: 'on-hold' })
  status!: string;

  @ApiProperty({ example: 'wc_order_Zb3k9TqLmP2xW' })
  order_key!: string;

  @ApiProperty({ example: '1001' })
  order_number!: string;

  @ApiProperty({ example: '' })
  customer_note!: string;

  @ApiProperty({ description: '0: a guest', example: 0 })
  customer_id!: number;

  @ApiProperty({ type: BillingAddressDto })
  billing_address!: BillingAddressDto;

  @ApiProperty({ type: ShippingAddressDto })
  shipping_address!: ShippingAddressDto;

  @ApiProperty({ example: 'woocommerce_payments' })
  payment_method!: string;
}

export class CheckoutResponse extends ShopOrderDto {
  @ApiProperty({ type: PaymentResultDto })
  payment_result!: PaymentResultDto;

  @ApiProperty({ type: 'object', additionalProperties: true })
  additional_fields!: object;

  @ApiProperty({ type: 'object', additionalProperties: true })
  extensions!: object;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: null })
  __experimentalCart!: null;
}

/**
 * The parts of an order that a checkout request may change: addresses, note and payment method.
 * Answers show them as the request gave them.
 */
export interface ShownParts {
  readonly billing: BillingAddress;
  readonly shipping: ShopAddress;
  readonly note: string;
  readonly method: string;
}

/**
 * The addresses and the payment method that are registered with the order. Used in answers to calls
 * that do not change them.
 */
export const registeredParts = ({ order, customer }: ShopOrder): ShownParts => {
  const billing = registeredBilling(customer);
  return {
    billing,
    shipping: registeredShipping(customer) ?? withoutEmail(billing),
    note: '',
    method: shopMethodOf(order),
  };
};

/** The part of an answer that describes the order. */
export const shopOrder = (
  { order, customer, target }: ShopOrder,
  { billing, shipping, note, method }: ShownParts,
): Plain<ShopOrderDto> => ({
  order_id: Number(order.balance.orderNumber),
  status: shopStatusOf(order, target.request.at),
  order_key: orderKeyIn(order.balance.attributes) ?? '',
  order_number: order.balance.orderNumber,
  customer_note: note,
  customer_id: customer?.registered === true ? customerNumber(customer.reference ?? '') : 0,
  billing_address: billing,
  shipping_address: shipping,
  payment_method: method,
});

export interface PaymentShown {
  readonly status: PaymentStatus;
  readonly details?: readonly { readonly key: string; readonly value: string }[];
  readonly redirectUrl?: string;
}

export const checkoutResponse = (
  found: ShopOrder,
  parts: ShownParts,
  { status, details = [], redirectUrl = '' }: PaymentShown,
): Plain<CheckoutResponse> => ({
  ...shopOrder(found, parts),
  payment_result: {
    payment_status: status,
    payment_details: details,
    redirect_url: redirectUrl,
  },
  additional_fields: {},
  extensions: {},
  __experimentalCart: null,
});
