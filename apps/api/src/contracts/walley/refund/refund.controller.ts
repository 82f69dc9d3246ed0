import { Body, Controller, Headers, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { RefundOrder } from '../../../commands/refund-order.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { answerChange } from '../answer-change.js';
import { requestedMoney } from '../money/requested-money.js';
import { idempotencyHeader, walleyIdempotencyKey } from '../walley-idempotency-key.js';
import { walleyOrderId } from '../walley-order-id.js';
import { walleyBodyRules } from '../walley-body-rules.js';
import { walleyTarget } from '../walley-target.js';
import { DescribeRefund } from './describe-refund.js';
import { RefundDto } from './refund.dto.js';

@Controller('manage/orders')
export class RefundController {
  constructor(private readonly commands: CommandBus) {}

  /** Gives back an amount, or captured rows less fees and discounts. */
  @Post(':orderId/refund')
  @HttpCode(202)
  @RequireScope('refunds:write')
  @DescribeRefund()
  async refund(
    @Param('orderId') id: string,
    @Body(new JsonBodyPipe(RefundDto, walleyBodyRules)) body: RefundDto,
    @Headers(idempotencyHeader.toLowerCase()) header: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const key = walleyIdempotencyKey(header);
    const orderId = walleyOrderId(id);
    const target = walleyTarget(request, orderId, key);
    const executed = await this.commands.execute(new RefundOrder(target, requestedMoney(body)));
    answerChange(reply, orderId, executed);
  }
}
