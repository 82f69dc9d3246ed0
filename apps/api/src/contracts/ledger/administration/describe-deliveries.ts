import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { pageOf } from '../requests/pages.js';
import { DeliveryResponse } from './delivery.dto.js';

export const List = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the deliveries of a webhook, the newest event first',
      description: '`?status=dead` are the dead letters. Needs `admin`.',
    }),
    ApiResponse({ status: 200, type: pageOf(DeliveryResponse), headers: requestIdHeader }),
    DescribeProblems('WEBHOOK_NOT_FOUND'),
  );

export const Replay = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Send a delivery that is over again',
      description: 'With all its attempts; later ones of its order wait for it. Needs `admin`.',
    }),
    ApiResponse({ status: 202, type: DeliveryResponse, headers: requestIdHeader }),
    DescribeProblems('WEBHOOK_NOT_FOUND', 'DELIVERY_NOT_FOUND', 'DELIVERY_PENDING'),
  );
