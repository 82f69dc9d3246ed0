import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { commandHeaders, requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { CommandAnswer } from '../requests/command-answer.js';
import { idempotencyKeyHeader } from '../requests/ledger-target.js';
import { pageOf } from '../requests/pages.js';
import { waitingHeaders } from '../requests/describe.js';
import { OrderResponse, ListedOrderResponse } from './order.response.js';
import { registerExample } from './register-example.js';
import { RegisterOrderRequest } from './register-order.request.js';

const positionHeaderDescription: typeof requestIdHeader = {
  'Ledger-Position': {
    description: "Place in the log of the order's last event",
    schema: { type: 'string', pattern: '^\\d+$' },
  },
};

export const DescribeRegister = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Register an order',
      description:
        'The same content under the same number again is accepted without effect. ' +
        'Needs `orders:write`.',
    }),
    ApiHeader(idempotencyKeyHeader),
    ApiBody({ type: RegisterOrderRequest, examples: registerExample }),
    ApiResponse({
      status: 202,
      type: CommandAnswer,
      headers: { ...requestIdHeader, ...commandHeaders },
    }),
    DescribeProblems(
      'STORE_NOT_FOUND',
      'TOO_MANY_CONFLICTS',
      'ORDER_DAMAGED',
      'LOG_MISMATCH',
      'OUTCOME_UNKNOWN',
      'PAYLOAD_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'IDEMPOTENCY_KEY_REUSED',
      'ORDER_NUMBER_TAKEN',
      'ORDER_CURRENCY_UNKNOWN',
      'ORDER_ROWS_REQUIRED',
      'ORDER_AMOUNT_TOO_LARGE',
      'ORDER_TOTAL_NEGATIVE',
      'ORDER_EXPIRY_NOT_IN_FUTURE',
    ),
  );

export const DescribeFind = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Show an order, now or as it was',
      description:
        'With `at` the order is folded from the log up to a revision or a time. Needs `orders:read`.',
    }),
    ...waitingHeaders.map(ApiHeader),
    ApiResponse({
      status: 200,
      type: OrderResponse,
      headers: { ...requestIdHeader, ...positionHeaderDescription },
    }),
    DescribeProblems(
      'ORDER_NOT_FOUND',
      'ORDER_REVISION_NOT_FOUND',
      'ORDER_NOT_REGISTERED_YET',
      'POSITION_NOT_REACHED',
    ),
  );

export const DescribeList = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List orders, newest first',
      description: "Orders of the token's stores. Needs `orders:read`.",
    }),
    ...waitingHeaders.map(ApiHeader),
    ApiResponse({ status: 200, type: pageOf(ListedOrderResponse), headers: requestIdHeader }),
    DescribeProblems('POSITION_NOT_REACHED'),
  );
