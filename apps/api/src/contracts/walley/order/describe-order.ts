import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeWalleyErrors } from '../describe-walley-errors.js';
import { WalleyOrderAnswerDto } from './order.dto.js';

export const DescribeOrder = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Show an order',
      description: 'What was captured, refunded and is left of it. Needs `orders:read`.',
    }),
    ApiQuery({
      name: 'correlationId',
      required: false,
      description: 'X-Request-Id of a command: waits up to 10 s until it is applied, else 404',
      schema: { type: 'string', format: 'uuid' },
    }),
    ApiResponse({
      status: 200,
      description: 'The order',
      type: WalleyOrderAnswerDto,
      headers: requestIdHeader,
    }),
    DescribeWalleyErrors({
      404: 'NOT_FOUND: unknown order, not yet authorised, or the action was never applied',
    }),
  );
