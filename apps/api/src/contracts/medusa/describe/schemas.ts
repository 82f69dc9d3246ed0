import {
  ApiProperty,
  type ApiPropertyOptions,
  type ApiResponseSchemaHost,
  getSchemaPath,
} from '@nestjs/swagger';
import { defaultRelations } from '../query/order-fields.js';

/** An OpenAPI schema in the type of Nest's decorators. */
export type SchemaObject = Extract<ApiResponseSchemaHost['schema'], { readonly type?: unknown }>;

type Properties = Record<string, SchemaObject>;

const text: SchemaObject = { type: 'string' };
const instant: SchemaObject = { type: 'string', format: 'date-time' };
const whole: SchemaObject = { type: 'integer' };

/**
 * Changes a schema so that null is allowed too. OpenAPI 3.1 writes this as `type: [string,
 * 'null']`.
 */
const orNull = ({ type, ...schema }: SchemaObject): SchemaObject =>
  ({ ...schema, type: [type, 'null'] }) as unknown as SchemaObject;

const anything: SchemaObject = { type: 'object', additionalProperties: true };
const list: SchemaObject = { type: 'array', items: anything };

const minor = (description: string): SchemaObject => ({
  ...whole,
  description: `${description}, minor units`,
});

/** Adds properties to the OpenAPI schema of a class. The schema is named after the class. */
const describe = (
  dto: abstract new () => object,
  properties: Properties,
  optional = [''],
): void => {
  for (const [name, schema] of Object.entries(properties)) {
    const options = { ...schema, required: !optional.includes(name) } as ApiPropertyOptions;
    ApiProperty(options)(dto.prototype as object, name);
  }
};

const reference = (dto: abstract new () => object): SchemaObject => ({ $ref: getSchemaPath(dto) });

export class MedusaPaymentDto {
  declare readonly described: true;
}

describe(MedusaPaymentDto, {
  id: { ...text, example: 'pay_8c1f0e6a54d04a528c1f0e6a54d0e9b0' },
  created_at: instant,
  updated_at: instant,
  swap_id: orNull(text),
  cart_id: orNull(text),
  order_id: { ...text, description: "The order's number" },
  amount: minor('What the customer pays'),
  currency_code: { ...text, example: 'sek' },
  amount_refunded: minor('Given back'),
  provider_id: { ...text, enum: ['manual', 'stripe'] },
  data: anything,
  captured_at: { ...orNull(instant), description: 'Null until all of it is captured' },
  canceled_at: orNull(instant),
  metadata: orNull(anything),
  idempotency_key: orNull(text),
});

export const orderStatusNames = [
  ...['pending', 'completed', 'archived', 'canceled', 'requires_action'],
] as const;

export const paymentStatusNames = [
  ...['captured', 'awaiting', 'not_paid', 'refunded', 'partially_refunded', 'canceled'],
  'requires_action',
] as const;

export const fulfillmentStatusNames = [
  ...['not_fulfilled', 'fulfilled', 'partially_fulfilled', 'shipped', 'partially_shipped'],
  ...['canceled', 'returned', 'partially_returned', 'requires_action'],
] as const;

const columns: Properties = {
  id: { ...text, description: "The order's number in the store", example: '1001' },
  created_at: instant,
  updated_at: instant,
  status: { ...text, enum: [...orderStatusNames] },
  fulfillment_status: { ...text, enum: ['not_fulfilled', 'canceled'] },
  payment_status: { ...text, enum: [...paymentStatusNames] },
  display_id: orNull(whole),
  cart_id: orNull(text),
  customer_id: orNull(text),
  email: orNull(text),
  region_id: text,
  currency_code: { ...text, example: 'sek' },
  tax_rate: orNull({ type: 'number' }),
  draft_order_id: orNull(text),
  canceled_at: orNull(instant),
  metadata: orNull(anything),
  no_notification: orNull({ type: 'boolean' }),
  sales_channel_id: orNull(text),
  billing_address_id: orNull(text),
  shipping_address_id: orNull(text),
  external_id: orNull(text),
  idempotency_key: orNull(text),
};

const single = new Set([
  ...['billing_address', 'customer', 'region', 'sales_channel', 'shipping_address'],
]);

const relations: Properties = Object.fromEntries(
  defaultRelations.map((name) => [name, single.has(name) ? orNull(anything) : list]),
);

const sums: Properties = {
  subtotal: minor('Goods without VAT'),
  discount_total: minor('Discounts without VAT'),
  shipping_total: minor('Shipping without VAT'),
  refunded_total: minor('Given back'),
  paid_total: minor('Payments, captured or not'),
  refundable_amount: minor('Paid and not given back'),
  item_tax_total: minor('VAT of goods and discounts'),
  shipping_tax_total: minor('VAT of shipping'),
  tax_total: minor('VAT'),
  gift_card_total: whole,
  gift_card_tax_total: whole,
  total: minor('All with VAT'),
};

export class MedusaOrderDto {
  declare readonly described: true;
}

const orderProperties: Properties = {
  object: { ...text, enum: ['order'], description: 'In answers to changes only' },
  ...columns,
  ...relations,
  payments: { type: 'array', items: reference(MedusaPaymentDto) },
  ...sums,
};

// The members that are always shown. `fields` and `expand` can leave out all others.
const shownAlways = new Set(['id', ...Object.keys(sums)]);

describe(
  MedusaOrderDto,
  orderProperties,
  Object.keys(orderProperties).filter((name) => !shownAlways.has(name)),
);

export class MedusaUserDto {
  declare readonly described: true;
}

describe(MedusaUserDto, {
  id: { ...text, example: 'usr_8c1f0e6a54d04a528c1f0e6a54d0e9b0' },
  created_at: instant,
  updated_at: instant,
  deleted_at: orNull(instant),
  role: { ...text, enum: ['admin'] },
  email: text,
  first_name: orNull(text),
  last_name: orNull(text),
  metadata: orNull(anything),
});

export class MedusaErrorDto {
  declare readonly described: true;
}

describe(
  MedusaErrorDto,
  {
    code: { ...text, example: 'invalid_request_error' },
    type: { ...text, example: 'invalid_data' },
    message: text,
  },
  ['code'],
);

export const errorSchema = reference(MedusaErrorDto);

const answerOf = (name: string, schema: SchemaObject): SchemaObject => ({
  type: 'object',
  properties: { [name]: schema },
  required: [name],
});

export const orderAnswer = answerOf('order', reference(MedusaOrderDto));
export const paymentAnswer = answerOf('payment', reference(MedusaPaymentDto));
export const userAnswer = answerOf('user', reference(MedusaUserDto));

export const tokenAnswer = answerOf('access_token', {
  type: 'string',
  description: 'A JWT of the admin domain, for 24 hours',
});

export const orderPageAnswer: SchemaObject = {
  type: 'object',
  properties: {
    orders: { type: 'array', items: reference(MedusaOrderDto) },
    count: { ...whole, description: 'Number of all matches' },
    offset: whole,
    limit: whole,
  },
  required: ['orders', 'count', 'offset', 'limit'],
};

/** The classes to which the schemas refer by name. OpenAPI must include them. */
export const describedClasses = [
  ...[MedusaErrorDto, MedusaOrderDto, MedusaPaymentDto, MedusaUserDto],
];
