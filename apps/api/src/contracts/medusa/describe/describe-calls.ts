import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiQuery,
  ApiResponse,
} from '@nestjs/swagger';
import { requestIdHeader, retryAfterHeader } from '../../../contract-kit/describe.js';
import {
  describedClasses,
  errorSchema,
  fulfillmentStatusNames,
  orderAnswer,
  orderPageAnswer,
  orderStatusNames,
  paymentAnswer,
  paymentStatusNames,
  type SchemaObject,
  tokenAnswer,
  userAnswer,
} from './schemas.js';

const errors: Readonly<Record<number, string>> = {
  400: 'invalid_data: a wrong parameter or body. not_allowed: refused by a rule',
  403: "not_allowed: the key's client does not have the scope",
  404: 'not_found: no such order or payment in the store of the key',
  409: 'conflict: too many commands on the same order at once; try again',
  413: 'invalid_data: the body is over 1 MiB',
  422: 'duplicate_error: the Idempotency-Key was used for another request. payment_authorization_error: the gateway refused a refund',
  429: 'not_allowed: too many wrong passwords',
  503: 'unexpected_state: not available at the moment; repeating the request is safe',
};

const describedErrors = (...statuses: readonly number[]) => [
  ApiExtraModels(...describedClasses),
  ApiResponse({
    status: 401,
    description: 'No credentials, or wrong ones. The body is the text Unauthorized.',
    headers: requestIdHeader,
  }),
  ...statuses.map((status) =>
    ApiResponse({
      status,
      description: errors[status] ?? '',
      content: { 'application/json': { schema: errorSchema } },
      headers: { ...requestIdHeader, ...((status === 503 || status === 409) && retryAfterHeader) },
    }),
  ),
];

const answer = (schema: SchemaObject, description: string): MethodDecorator =>
  ApiResponse({ status: 200, description, schema, headers: requestIdHeader });

const selection = [
  ApiQuery({
    name: 'fields',
    required: false,
    description:
      'Columns, separated by commas: a plain name replaces the default ones, +name adds, -name removes, *name adds a relation',
    schema: { type: 'string' },
  }),
  ApiQuery({
    name: 'expand',
    required: false,
    description: 'Relations instead of the default ones, separated by commas',
    schema: { type: 'string' },
  }),
];

const keyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    'A repeat of the request with the same key has no further effect; the answer repeats the key',
  schema: { type: 'string', minLength: 1, maxLength: 256, pattern: '^[!-~]+$' },
});

interface ChangeDescription {
  readonly summary: string;
  readonly description: string;
  /** The schema of the request's body; absent for a call that ignores its body. */
  readonly body?: SchemaObject;
}

export const DescribeChange = ({
  summary,
  description,
  body,
}: ChangeDescription): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description }),
    ...selection,
    keyHeader,
    ...(body ? [ApiBody({ schema: body })] : []),
    answer(orderAnswer, 'The current order'),
    ...describedErrors(400, 403, 404, 409, 413, 422, 503),
  );

export const DescribePaymentCapture = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Capture a payment',
      description: "Has the same effect as a capture of the payment's order.",
    }),
    keyHeader,
    answer(paymentAnswer, 'The current payment'),
    ...describedErrors(400, 403, 404, 409, 413, 422, 503),
  );

export const DescribeOrder = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Show an order',
      description: 'Shows the current order, read from the log.',
    }),
    ...selection,
    answer(orderAnswer, 'The order'),
    ...describedErrors(400, 403, 404, 503),
  );

const parameter = (name: string, description: string, schema: SchemaObject): MethodDecorator =>
  ApiQuery({ name, required: false, description, schema });

const text: SchemaObject = { type: 'string' };

const words = (name: string, values: readonly string[]): MethodDecorator =>
  ApiQuery({
    name: `${name}[]`,
    required: false,
    description: 'Any of these values',
    schema: { type: 'array', items: { type: 'string', enum: [...values] } },
  });

/** The OpenAPI description of a list's parameters, without `fields` and `expand`. */
const listParameters: readonly MethodDecorator[] = [
  parameter('limit', 'Orders of a page', {
    ...{ type: 'integer', minimum: 1, maximum: 1_000, default: 50 },
  }),
  parameter('offset', 'Orders before the page', { type: 'integer', minimum: 0, default: 0 }),
  parameter('order', 'Sorted by the time of the registration', {
    ...{ type: 'string', enum: ['-created_at', 'created_at'], default: '-created_at' },
  }),
  parameter('id', "The order's number", text),
  parameter('display_id', 'The number that is shown to people', text),
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

export const DescribeOrders = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List orders',
      description: 'Lists orders of the store of the key, newest first.',
    }),
    ...selection,
    ...listParameters,
    answer(orderPageAnswer, 'A page of orders'),
    ...describedErrors(400, 403, 503),
  );

const logInBody: SchemaObject = {
  type: 'object',
  required: ['email', 'password'],
  properties: {
    email: { type: 'string', format: 'email', example: 'admin@shop.example' },
    password: { type: 'string' },
  },
};

const authCalls = {
  'log-in': [
    ApiOperation({
      summary: 'Open a session',
      description: 'The answer sets the cookie connect.sid, for 10 hours.',
    }),
    ApiBody({ schema: logInBody }),
    answer(userAnswer, 'The user'),
    ...describedErrors(400, 413, 429, 503),
  ],
  token: [
    ApiOperation({ summary: 'Get a bearer token', description: 'For 24 hours.' }),
    ApiBody({ schema: logInBody }),
    answer(tokenAnswer, 'The token'),
    ...describedErrors(400, 413, 429, 503),
  ],
  user: [
    ApiOperation({
      summary: 'Show the user',
      description: 'The user of the credentials that are sent.',
    }),
    answer(userAnswer, 'The user'),
    ...describedErrors(400, 503),
  ],
  'log-out': [
    ApiOperation({
      summary: 'End the session',
      description: 'Ends the session at every replica; bearer tokens stay valid.',
    }),
    ApiResponse({
      status: 200,
      description: 'The text OK',
      content: { 'text/plain': { schema: { type: 'string' } } },
      headers: requestIdHeader,
    }),
    ...describedErrors(400, 503),
  ],
} as const;

export const DescribeAuth = (call: keyof typeof authCalls): MethodDecorator =>
  applyDecorators(...authCalls[call]);
