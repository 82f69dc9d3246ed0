import type { ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = Extract<ApiResponseSchemaHost['schema'], { type?: unknown }>;

const integer: Schema = { type: 'integer', minimum: 0 };
const decimal: Schema = { type: 'string', pattern: '^-?\\d+\\.\\d{2,4}$', example: '285.00' };
const time: Schema = { type: 'string', example: '2026-11-20T09:59:00.000000Z' };
const text: Schema = { type: 'string' };

/** Fields that the ledger fills in, always there. */
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

/** The fields of the published schema, in its order. */
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

/** The Order object, for the API's description. Other fields are as the registration gave them. */
export const orderSchema: Schema = {
  type: 'object',
  required: [...orderFields],
  properties: Object.fromEntries(
    orderFields.map((name) => [name, filled[name] ?? { description: 'As registered, or null' }]),
  ),
};
