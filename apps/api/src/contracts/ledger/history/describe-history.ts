import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../openapi/shared-headers.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { HistoryResponse } from './history.response.js';

export const DescribeHistory = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: "Show an order's history",
      description:
        'Every event in order, read from the log itself, with the sums after it. ' +
        'Needs `orders:read`.',
    }),
    ApiResponse({ status: 200, type: HistoryResponse, headers: requestIdHeader }),
    DescribeProblems('ORDER_NOT_FOUND'),
  );
