import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeWalleyErrors } from '../describe-walley-errors.js';
import { WalleyOrdersAnswerDto } from './orders.dto.js';

export const DescribeOrders = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List orders, newest first',
      description: 'Authorised orders of the stores of the client. Needs `orders:read`.',
    }),
    ApiQuery({
      name: 'page',
      required: false,
      schema: { type: 'integer', minimum: 1, default: 1 },
    }),
    ApiQuery({
      name: 'perPage',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1000, default: 10 },
    }),
    ApiQuery({
      name: 'query',
      required: false,
      description: 'Free text over order number and reference of captures',
      schema: { type: 'string', maxLength: 256 },
    }),
    ApiQuery({
      name: 'filter',
      required: false,
      isArray: true,
      description: 'status:["Activated"], storeId:["1158"], placedAt:["2021-03-01","2021-03-04"]',
      type: String,
    }),
    ApiResponse({
      status: 200,
      description: 'A page of orders',
      type: WalleyOrdersAnswerDto,
      headers: requestIdHeader,
    }),
    DescribeWalleyErrors({ 422: 'INVALID_QUERY: a filter, status or paging value not understood' }),
  );
