import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader, retryAfterHeader } from '../../contract-kit/describe.js';

export class ItemBody {
  @ApiProperty({ type: 'integer', description: 'Of a row', example: 11 })
  pk!: number;

  @ApiPropertyOptional({
    type: 'object',
    properties: { quantity: { type: 'integer', minimum: 1 } },
    additionalProperties: true,
    description: '`quantity`: of the row, if not all that is left of it',
  })
  attributes?: object;
}

/** The body of a capture, as OpenAPI describes it. */
export class CaptureOrderBody {
  @ApiProperty({
    maxLength: 128,
    description: "The order's number in the store of the token",
    example: '1001',
  })
  order!: string;

  @ApiPropertyOptional({
    type: [ItemBody],
    maxItems: 1_000,
    description: 'The whole order without items',
  })
  order_items?: ItemBody[];
}

export const captureExamples = {
  whole: { summary: 'The whole order', value: { order: '1001' } },
  rows: {
    summary: 'Rows',
    value: { order: '1001', order_items: [{ pk: 11 }, { pk: 12, attributes: { quantity: 1 } }] },
  },
};

/** The body of a log-in, as OpenAPI describes it. */
export class LogInBody {
  @ApiProperty({ example: 'shop' })
  username!: string;

  @ApiProperty({ format: 'password' })
  password!: string;
}

export class LoggedInDto {
  @ApiProperty({ description: 'For `Authorization: Token ...`', pattern: '^[0-9a-f]{40}$' })
  key!: string;
}

const meanings: Readonly<Record<number, string>> = {
  400: 'What is wrong, by field or in `non_field_errors`; `code` where a rule of the order refuses',
  401: 'No token, or a wrong one',
  403: 'The client does not have the scope `captures:write`',
  404: 'The store has no such order, or it waits for its payment',
  405: 'The address accepts only POST',
  406: '`gateway_declined`: the gateway refused the capture. Or the caller accepts no JSON',
  409: '`ORDER_DAMAGED`: an operator has to act',
  413: 'The body is too large',
  415: 'The body is not JSON',
  429: 'Too many wrong passwords',
  503: 'Not available at the moment, or the outcome is not known yet: repeat the call',
};

const errorSchema = {
  type: 'object',
  properties: {
    detail: { type: 'string' },
    non_field_errors: { type: 'array', items: { type: 'string' } },
    code: { type: 'string' },
  },
  additionalProperties: true,
};

const headersOf = (status: number) => ({
  ...requestIdHeader,
  ...((status === 429 || status === 503) && retryAfterHeader),
});

interface Described {
  readonly summary: string;
  readonly description: string;
  readonly errors: readonly number[];
}

/** Adds the OpenAPI description of an Akinon call and of its errors. */
export const DescribeAkinon = ({ summary, description, errors }: Described): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description }),
    ...errors.map((status) =>
      ApiResponse({
        status,
        description: meanings[status] ?? '',
        headers: headersOf(status),
        content: { 'application/json': { schema: errorSchema } },
      }),
    ),
  );
