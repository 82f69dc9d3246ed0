import { ApiQuery } from '@nestjs/swagger';
import {
  fulfillmentStatusNames,
  orderStatusNames,
  paymentStatusNames,
  type SchemaObject,
} from './schemas.js';

const parameter = (name: string, description: string, schema: SchemaObject): MethodDecorator =>
  ApiQuery({ name, required: false, description, schema });

const text: SchemaObject = { type: 'string' };

const words = (name: string, values: readonly string[]): MethodDecorator =>
  ApiQuery({
    name: `${name}[]`,
    required: false,
    description: 'Any of these',
    schema: { type: 'array', items: { type: 'string', enum: [...values] } },
  });

/** The parameters of a list besides `fields` and `expand`. */
export const listParameters: readonly MethodDecorator[] = [
  parameter('limit', 'Orders of a page', {
    ...{ type: 'integer', minimum: 1, maximum: 1_000, default: 50 },
  }),
  parameter('offset', 'Orders before the page', { type: 'integer', minimum: 0, default: 0 }),
  parameter('order', 'By the time of the registration', {
    ...{ type: 'string', enum: ['-created_at', 'created_at'], default: '-created_at' },
  }),
  parameter('id', "The order's number", text),
  parameter('display_id', 'The number for people', text),
  parameter('q', 'Part of a number, a reference, a name, an e-mail address or a telephone', text),
  words('status', orderStatusNames),
  words('payment_status', paymentStatusNames),
  words('fulfillment_status', fulfillmentStatusNames),
  parameter('customer_id', "The store's number of the customer", text),
  parameter('email', 'Without regard to case', text),
  parameter('currency_code', 'Without regard to case', text),
  ...['gt', 'gte', 'lt', 'lte'].map((end) =>
    parameter(`created_at[${end}]`, 'A time, a day, or seconds since 1970', text),
  ),
];
