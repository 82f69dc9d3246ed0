import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  type ApiHeaderOptions,
  ApiOperation,
  ApiParam,
  ApiProperty,
  ApiQuery,
  ApiResponse,
  type ApiResponseOptions,
  getSchemaPath,
} from '@nestjs/swagger';
import { requestIdHeader, retryAfterHeader } from '../../contract-kit/describe.js';

export const json = 'application/json; charset=UTF-8';

class ShopErrorDataDto {
  @ApiProperty({ example: 401 })
  status!: number;
}

/** An error as WordPress writes it. */
export class ShopErrorDto {
  @ApiProperty({ example: 'woocommerce_rest_invalid_order' })
  code!: string;

  @ApiProperty({ example: 'Invalid order ID or key provided.' })
  message!: string;

  @ApiProperty()
  data!: ShopErrorDataDto;
}

type Headers = NonNullable<ApiResponseOptions['headers']>;

const text = { type: 'string' } as const;

const sessionAnswerHeaders: Headers = {
  ...requestIdHeader,
  Nonce: { description: 'Nonce for the next request', schema: text },
  'Nonce-Timestamp': { description: 'Seconds since 1970', schema: text },
  'User-ID': { description: "The customer's number; 0 for a visitor", schema: text },
  'Cart-Token': { description: 'A JWT, for 48 hours', schema: text },
};

export const sessionRequestHeaders: readonly ApiHeaderOptions[] = [
  {
    name: 'Nonce',
    required: false,
    description: 'The nonce of the last answer; not needed with a cart token',
  },
  { name: 'Cart-Token', required: false, description: 'The cart token of an earlier answer' },
];

export const idempotencyKeyHeader: ApiHeaderOptions = {
  name: 'Idempotency-Key',
  required: false,
  description: 'A repeat of the request with the same key gets the same answer',
};

export const guestQuery: readonly string[] = ['key', 'billing_email'];

const errors: Readonly<Record<number, string>> = {
  400: 'A missing or wrong parameter, or malformed JSON',
  401: 'woocommerce_rest_invalid_order: wrong key. woocommerce_rest_invalid_billing_email',
  403: 'woocommerce_rest_invalid_user: the order of another customer',
  404: 'woocommerce_rest_invalid_order: no such order. rest_no_route',
  503: 'Not available at the moment; the call may be repeated',
};

const paying: Readonly<Record<number, string>> = {
  400: 'A wrong parameter, malformed JSON, an order that cannot be paid, or a refusal of the gateway; the body of a checkout if the card was declined',
  401: 'Wrong key or e-mail address. woocommerce_rest_missing_nonce',
  403: 'The order of another customer. woocommerce_rest_invalid_nonce',
  413: 'The body is over 1 MiB',
  415: 'The body is compressed',
  422: 'idempotency_key_reused',
  429: 'rate_limit_exceeded',
  503: 'Not available at the moment, or the outcome at the gateway is not known; the call may be repeated',
};

const described = (words: Readonly<Record<number, string>>): MethodDecorator[] =>
  Object.entries(words).map(([status, description]) =>
    ApiResponse({
      status: Number(status),
      description,
      content: { 'application/json': { schema: { $ref: getSchemaPath(ShopErrorDto) } } },
      headers: { ...requestIdHeader, ...(/429|503/.test(status) && retryAfterHeader) },
    }),
  );

interface Described {
  readonly description: string;
  readonly answer: Type;
  readonly body?: Type;
  readonly headers: readonly ApiHeaderOptions[];
  readonly query?: readonly string[];
  readonly pays?: true;
}

/** Adds the OpenAPI description of a call of the Store API and of its errors. */
export const DescribeShopCall = (
  summary: string,
  { description, answer, body, headers, query = [], pays }: Described,
): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description }),
    ApiExtraModels(ShopErrorDto),
    ...(pays === true || query.length > 0
      ? [ApiParam({ name: 'orderId', description: "The order's number, of digits" })]
      : []),
    ...headers.map((header) => ApiHeader(header)),
    ...query.map((name) => ApiQuery({ name, required: false, schema: text })),
    ...(body ? [ApiBody({ type: body })] : []),
    ApiResponse({ status: 200, type: answer, headers: sessionAnswerHeaders }),
    ...(pays === true
      ? [ApiResponse({ status: 202, type: answer, headers: sessionAnswerHeaders })]
      : []),
    ...described(pays === true ? paying : errors),
  );
