import { Controller, Headers, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { ExtendOrder } from '../../../commands/order-life-commands.js';
import {
  answerChange,
  idempotencyHeader,
  walleyIdempotencyKey,
  walleyOrderId,
  walleyTarget,
} from '../walley-request.js';
import { DescribeChange } from '../describe-walley.js';

@Controller('manage/orders')
export class ExtendController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Moves the expiry date of an order to 90 days from now. The body is not read, because the call
   * has no parameters.
   */
  @Post(':orderId/extend')
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeChange({
    summary: 'Move the expiry date',
    description: 'To 90 days from now, never to an earlier date. Needs no body.',
    reasons: ['EXTEND_INVALID'],
  })
  async extend(
    @Param('orderId') id: string,
    @Headers(idempotencyHeader.toLowerCase()) header: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const key = walleyIdempotencyKey(header);
    const orderId = walleyOrderId(id);
    const target = walleyTarget(request, orderId, key);
    const executed = await this.commands.execute(new ExtendOrder(target, {}));
    answerChange(reply, orderId, executed);
  }
}
