import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { RefundOrder } from '../../../commands/order-life-commands.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { ledgerBodyRules, JsonContentGuard } from '../requests/bodies.js';
import { VisibleOrders } from '../orders/visible-orders.js';
import { problems } from '../problems/problems.js';
import { moneyOf } from './money.request.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { FromCaller } from '../requests/caller.js';
import { ledgerTarget } from '../requests/ledger-target.js';
import { ListQuery, listPage, type PageResponse } from '../requests/pages.js';
import { PositionQuery, WaitForPosition } from '../requests/wait-for-position.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { DescribeCommand, DescribeListOf, DescribeOneOf } from '../requests/describe.js';
import { RefundRequest, refundResponse, RefundResponse, refundExamples } from './refund.dto.js';

@Controller('v1/orders/:id/refunds')
@UseGuards(JsonContentGuard)
export class LedgerRefundsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: VisibleOrders,
  ) {}

  @Post()
  @HttpCode(202)
  @RequireScope('refunds:write')
  @DescribeCommand({
    summary: 'Refund an order',
    description:
      'Refunds an amount, or captured rows less fees and discounts, of what is captured and settled. ' +
      'Needs `refunds:write`.',
    body: RefundRequest,
    examples: refundExamples,
    rejections: /^(?:REFUND|ARTICLE)_/,
  })
  async refund(
    @Param('id') id: string,
    @Body(new JsonBodyPipe(RefundRequest, ledgerBodyRules)) body: RefundRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const command = new RefundOrder(ledgerTarget(request, id), moneyOf(body));
    const executed = await this.commands.execute(command);
    const refundId = command.actionId;
    return answerCommand(reply, {
      executed,
      made: { refundId },
      isRequested: ({ order }) => order.balance.paymentMethod === 'card',
      location: ({ orderId }) => `/v1/orders/${orderId}/refunds/${refundId}`,
    });
  }

  @Get()
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeListOf(RefundResponse, "List an order's refunds")
  async list(
    @Param('id') id: string,
    @Query(new QueryPipe(ListQuery)) query: ListQuery,
    @FromCaller() caller: Caller,
  ): Promise<PageResponse<Plain<RefundResponse>>> {
    const { order, settled } = await this.orders.findSettled(caller, id);
    const { items, nextCursor } = listPage(order.refunds, ({ refundId }) => refundId, query);
    return { items: items.map(refundResponse(settled)), nextCursor };
  }

  @Get(':refundId')
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeOneOf(RefundResponse, 'Show a refund', 'REFUND_NOT_FOUND')
  async find(
    @Param('id') id: string,
    @Param('refundId') refundId: string,
    @Query(new QueryPipe(PositionQuery)) _query: PositionQuery,
    @FromCaller() caller: Caller,
  ): Promise<Plain<RefundResponse>> {
    const { order, settled } = await this.orders.findSettled(caller, id);
    const refund = order.refunds.find((one) => one.refundId === refundId.toLowerCase());
    if (refund === undefined) throw problems.refundNotFound();
    return refundResponse(settled)(refund);
  }
}
