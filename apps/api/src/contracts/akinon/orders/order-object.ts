import type { ApiResponseSchemaHost } from '@nestjs/swagger';
import { formatMinor, type Order, type OrderBalance, type OrderStatus } from '#ledger';
import { akinonNumbersOf, akinonPart } from '../../../queries/akinon-numbers.js';

/** The fields of Akinon's published schema, in the schema's order. */
export const orderFields = [
  ...(['pk', 'number', 'channel', 'customer', 'date_placed', 'payment_option'] as const),
  ...(['payment_option_slug', 'bin_number', 'installment', 'installment_count'] as const),
  ...(['installment_interest_amount', 'cargo_company', 'is_send', 'delivery_type'] as const),
  ...(['cancellation_info', 'cancel_status', 'shipping_interest_amount'] as const),
  ...(['external_status', 'client_type', 'carrier_shipping_code', 'segment'] as const),
  ...(['checkout_provider_id', 'status', 'currency', 'amount', 'discount_amount'] as const),
  ...(['shipping_amount', 'shipping_tax_rate', 'refund_amount'] as const),
  ...(['discount_refund_amount', 'shipping_refund_amount', 'invoice_number'] as const),
  ...(['invoice_date', 'e_archive_url', 'tracking_number', 'defined_tracking_url'] as const),
  ...(['shipping_company', 'remote_addr', 'has_gift_box', 'gift_box_note'] as const),
  ...(['language_code', 'notes', 'shipping_option_slug', 'created_date'] as const),
  ...(['modified_date', 'extra_field'] as const),
] as const;

export type OrderField = (typeof orderFields)[number];

/**
 * Akinon's Order object. All fields of the schema are present; a field is null if the ledger has no
 * value for it.
 */
export type OrderObject = Readonly<Record<OrderField, unknown>>;

const statuses: Readonly<Record<OrderStatus, string>> = {
  Pending: '300',
  NotActivated: '400',
  PartActivated: '400',
  Activated: '450',
  Closed: '100',
  Expired: '100',
  Returned: '600',
};

/**
 * An amount with two decimals, such as `286.10`. A third decimal is written only if it is not 0.
 */
export const decimalOf = (amount: number, currency: string): string => {
  const [whole = '', fraction = ''] = formatMinor(amount, currency).split('.');
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
};

/**
 * A time with six decimals of a second, as the contract writes times. The ledger's times have
 * three, so zeros are added.
 */
const timeOf = (instant: string): string => instant.replace(/(\.\d{3})Z$/, '$1000Z');

const latestOf = ({ balance, captures, refunds }: Order): string => {
  let latest = balance.placedAt;
  for (const { capturedAt } of captures.values()) if (capturedAt > latest) latest = capturedAt;
  for (const { refundedAt } of refunds?.made.values() ?? [])
    if (refundedAt > latest) latest = refundedAt;
  return latest;
};

/**
 * Sums up the discount rows and the shipping rows. Returns no sums if the rows do not add up to the
 * order's total, for example after a capture has replaced rows, because the sums would then be
 * wrong.
 */
const sumsOf = ({ rows, total, currency }: OrderBalance) => {
  const sum = (those: OrderBalance['rows']): number =>
    those.reduce((amount, { unitPrice, quantity }) => amount + unitPrice * quantity, 0);
  if (sum(rows) !== total) return {};
  const ofType = (type: string): number => sum(rows.filter((row) => row.type === type));
  return {
    discount_amount: decimalOf(Math.abs(ofType('discount')), currency),
    shipping_amount: decimalOf(ofType('shipping'), currency),
  };
};

/**
 * Fields that the ledger knows itself. The ledger's values replace those in `attributes.akinon`.
 */
const factsOf = (balance: OrderBalance) => ({
  number: balance.orderNumber,
  status: statuses[balance.status],
  currency: balance.currency.toLowerCase(),
  amount: decimalOf(balance.total, balance.currency),
  refund_amount: decimalOf(balance.refunded, balance.currency),
});

const nothingRefunded = { discount_refund_amount: '0.00', shipping_refund_amount: '0.00' };

const nothing = Object.fromEntries(orderFields.map((name) => [name, null]));
const known: ReadonlySet<string> = new Set(orderFields);

/**
 * Builds Akinon's Order object. Values in `attributes.akinon` are returned as they were registered.
 */
export const orderObject = (order: Order): OrderObject => {
  const { balance } = order;
  const given = Object.entries(akinonPart(balance.attributes)).filter(([name]) => known.has(name));
  const placedAt = timeOf(balance.placedAt);
  return {
    ...nothing,
    client_type: 'default',
    date_placed: placedAt,
    created_date: placedAt,
    modified_date: timeOf(latestOf(order)),
    ...sumsOf(balance),
    ...(balance.refunded === 0 && nothingRefunded),
    ...Object.fromEntries(given),
    ...akinonNumbersOf(balance),
    ...factsOf(balance),
  } as OrderObject;
};

type Schema = Extract<ApiResponseSchemaHost['schema'], { type?: unknown }>;

const integer: Schema = { type: 'integer', minimum: 0 };
const decimal: Schema = { type: 'string', pattern: '^-?\\d+\\.\\d{2,4}$', example: '285.00' };
const time: Schema = { type: 'string', example: '2026-11-20T09:59:00.000000Z' };
const text: Schema = { type: 'string' };

/** The OpenAPI schemas of the fields that the ledger fills in itself. */
const filled: Readonly<Record<string, Schema>> = {
  pk: integer,
  number: { ...text, example: '1001' },
  channel: integer,
  customer: integer,
  date_placed: time,
  client_type: { ...text, example: 'default' },
  status: { ...text, enum: ['300', '400', '450', '100', '600'] },
  currency: { ...text, example: 'sek' },
  amount: decimal,
  refund_amount: decimal,
  created_date: time,
  modified_date: time,
};

/** The OpenAPI schema of Akinon's Order object. */
export const orderSchema: Schema = {
  type: 'object',
  required: [...orderFields],
  properties: Object.fromEntries(
    orderFields.map((name) => [name, filled[name] ?? { description: 'As registered, or null' }]),
  ),
};
