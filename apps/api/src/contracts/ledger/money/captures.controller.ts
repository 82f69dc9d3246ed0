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
import type { NamedPayment, Rejected } from '#ledger';
import { captureCommand } from '../../../commands/capture-commands.js';
import { type OrderTarget, OrderCommands } from '../../../commands/order-commands.js';
import { OrderPayments } from '../../../commands/order-payments.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { ledgerBodyRules, JsonContentGuard } from '../requests/bodies.js';
import { VisibleOrders } from '../orders/visible-orders.js';
import { problems, refuseRejection } from '../problems/problems.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { FromCaller } from '../requests/caller.js';
import { ledgerTarget } from '../requests/ledger-target.js';
import { ListQuery, listPage, type PageResponse } from '../requests/pages.js';
import { PositionQuery, WaitForPosition } from '../requests/wait-for-position.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { captureContent, captureExamples, OrderCaptureRequest } from './capture.request.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { DescribeCommand, DescribeListOf, DescribeOneOf } from '../requests/describe.js';
import { captureResponse, CaptureResponse } from '../orders/capture.response.js';

@Controller('v1/orders/:id/captures')
@UseGuards(JsonContentGuard)
export class LedgerCapturesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: VisibleOrders,
    private readonly orderCommands: OrderCommands,
    private readonly payments: OrderPayments,
  ) {}

  @Post()
  @HttpCode(202)
  @RequireScope('captures:write')
  @DescribeCommand({
    summary: 'Capture an order',
    description:
      'Captures all that is left, some rows, an amount, or replacing rows. Needs `captures:write`.',
    body: OrderCaptureRequest,
    examples: captureExamples,
    rejections: /^(?:CAPTURE|ARTICLE|PAYMENT)_/,
    problems: ['GATEWAY_UNAVAILABLE'],
  })
  async capture(
    @Param('id') id: string,
    @Body(new JsonBodyPipe(OrderCaptureRequest, ledgerBodyRules))
    body: OrderCaptureRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    // A malformed body gets its 400 before the order is looked up (domain.md, "Capture").
    const capture = captureContent(body);
    const target = ledgerTarget(request, id);
    const payment = await this.paymentOf(target, body.paymentIntent);
    if (payment !== undefined && 'kind' in payment) throw refuseRejection(payment);
    const command = captureCommand(target, { ...capture, ...(payment && { payment }) });
    const executed = await this.commands.execute(command);
    return answerCommand(reply, {
      executed,
      location: ({ orderId, captureId = '' }) => `/v1/orders/${orderId}/captures/${captureId}`,
    });
  }

  @Get()
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeListOf(CaptureResponse, "List an order's captures")
  async list(
    @Param('id') id: string,
    @Query(new QueryPipe(ListQuery)) query: ListQuery,
    @FromCaller() caller: Caller,
  ): Promise<PageResponse<Plain<CaptureResponse>>> {
    const { order, settled } = await this.orders.findSettled(caller, id);
    const { items, nextCursor } = listPage(order.captures, ({ captureId }) => captureId, query);
    return { items: items.map(captureResponse(settled)), nextCursor };
  }

  @Get(':captureId')
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeOneOf(CaptureResponse, 'Show a capture', 'CAPTURE_NOT_FOUND')
  async find(
    @Param('id') id: string,
    @Param('captureId') captureId: string,
    @Query(new QueryPipe(PositionQuery)) _query: PositionQuery,
    @FromCaller() caller: Caller,
  ): Promise<Plain<CaptureResponse>> {
    const { order, settled } = await this.orders.findSettled(caller, id);
    const capture = order.captures.find((one) => one.captureId === captureId.toLowerCase());
    if (capture === undefined) throw problems.captureNotFound();
    return captureResponse(settled)(capture);
  }

  private async paymentOf(
    target: OrderTarget,
    paymentIntent: string | undefined,
  ): Promise<NamedPayment | Rejected | undefined> {
    if (paymentIntent === undefined) return undefined;
    const order = await this.orderCommands.find(target);
    if ('kind' in order) return order;
    const { idempotencyKey } = target.request;
    return this.payments.named(order, {
      paymentIntent,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
  }
}
