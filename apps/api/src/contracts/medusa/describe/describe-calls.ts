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
  orderAnswer,
  orderPageAnswer,
  paymentAnswer,
  type SchemaObject,
  tokenAnswer,
  userAnswer,
} from './schemas.js';

const errors: Readonly<Record<number, string>> = {
  400: 'invalid_data: a wrong parameter or body. not_allowed: refused by a rule',
  403: "not_allowed: the key's client does not have the scope",
  404: 'not_found: no such order or payment in the store of the key',
  409: 'conflict: too many at once on one order; try again',
  413: 'invalid_data: the body is over 1 MiB',
  422: 'duplicate_error: the Idempotency-Key was used for another request. payment_authorization_error: the gateway refused a refund',
  429: 'not_allowed: too many wrong passwords',
  503: 'unexpected_state: not now; repeating the request is safe',
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
    description: 'Relations in the place of the default ones, separated by commas',
    schema: { type: 'string' },
  }),
];

const keyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key and request again has one effect; the answer repeats the key',
  schema: { type: 'string', minLength: 1, maxLength: 256, pattern: '^[!-~]+$' },
});

interface ChangeDescription {
  readonly summary: string;
  readonly description: string;
  /** Absent: the body is ignored. */
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
    answer(orderAnswer, 'The order as it is now'),
    ...describedErrors(400, 403, 404, 409, 413, 422, 503),
  );

export const DescribePaymentCapture = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Capture a payment',
      description: "As the capture of the payment's order.",
    }),
    keyHeader,
    answer(paymentAnswer, 'The payment as it is now'),
    ...describedErrors(400, 403, 404, 409, 413, 422, 503),
  );

export const DescribeOrder = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show an order', description: 'As the log has it now.' }),
    ...selection,
    answer(orderAnswer, 'The order'),
    ...describedErrors(400, 403, 404, 503),
  );

export const DescribeOrders = (filters: readonly MethodDecorator[]): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List orders', description: 'Of the store of the key, newest first.' }),
    ...selection,
    ...filters,
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
    ApiOperation({ summary: 'End the session', description: 'At every replica; tokens go on.' }),
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
