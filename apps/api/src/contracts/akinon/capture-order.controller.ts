import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { idempotencyKey, commandRequestOf } from '../../contract-kit/request.js';
import { RequireScope } from '../../contract-kit/require-scope.js';
import { CaptureOrderBody, captureExamples, DescribeAkinon } from './describe-akinon.js';
import { captureRequestOf } from './fields/capture-request.js';
import { readBody } from './fields/read-body.js';
import { AkinonCaptures } from './orders/akinon-captures.js';
import { AkinonOrders } from './orders/akinon-orders.js';
import { orderSchema, orderObject, type OrderObject } from './orders/order-object.js';

/** The call that captures an order, or rows of it (docs/contracts/akinon.md). */
@Controller('api/v1')
export class CaptureOrderController {
  constructor(
    private readonly orders: AkinonOrders,
    private readonly captures: AkinonCaptures,
  ) {}

  @Post('capture-order/')
  @HttpCode(200)
  @RequireScope('captures:write')
  @DescribeAkinon({
    summary: 'Capture an order, or rows of it',
    description:
      'A repeat with the same order and items has no second effect. Waits up to 10 s for the gateway.',
    errors: [400, 401, 403, 404, 405, 406, 409, 413, 415, 429, 503],
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'A request with another key is another capture',
  })
  @ApiBody({ type: CaptureOrderBody, examples: captureExamples })
  @ApiOkResponse({ description: 'The order', schema: orderSchema })
  async capture(
    @Headers('idempotency-key') header: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<OrderObject> {
    const { orderNumber, items } = captureRequestOf(readBody(request.body));
    const key = idempotencyKey(header);
    const found = await this.orders.find(commandRequestOf(request), orderNumber);
    return orderObject(await this.captures.capture(found, items, key));
  }
}
