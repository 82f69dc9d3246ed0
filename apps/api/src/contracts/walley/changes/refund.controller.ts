import {
  applyDecorators,
  Body,
  Controller,
  Headers,
  HttpCode,
  Param,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RefundOrder } from '../../../commands/order-life-commands.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { DescribeChange } from '../describe-walley.js';
import { DescribedMoneyDto, requestedMoney } from '../money/money.dto.js';
import {
  answerChange,
  idempotencyHeader,
  walleyBodyRules,
  walleyIdempotencyKey,
  walleyOrderId,
  walleyTarget,
} from '../walley-request.js';

const examples = {
  amount: { summary: 'An amount', value: { amount: 50.0, description: 'Goodwill' } },
  rows: {
    summary: 'A captured row less a fee',
    value: {
      amount: 70.0,
      items: [
        { id: '10001', description: 'Shoes', unitPrice: 95, quantity: 1 },
        {
          id: 'fee',
          description: 'Return fee',
          unitPrice: -25,
          quantity: 1,
          vat: 25,
          type: 'fee',
        },
      ],
    },
  },
};

export const DescribeRefund = (): MethodDecorator =>
  applyDecorators(
    DescribeChange({
      summary: 'Refund an order',
      description: 'Refunds an amount, or captured rows less fees and discounts.',
      reasons: ['REFUND_', 'ARTICLE_'],
    }),
    ApiBody({ type: RefundDto, examples }),
  );

/** The body of `POST /manage/orders/{orderId}/refund` (walley.md, "Refund"). */
export class RefundDto extends DescribedMoneyDto {}

@Controller('manage/orders')
export class RefundController {
  constructor(private readonly commands: CommandBus) {}

  /** Refunds an amount, or captured rows. Fees and discounts may be subtracted from the refund. */
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
