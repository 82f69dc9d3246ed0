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
import { ReauthorizeOrder } from '../../../commands/reauthorize-order.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { ledgerBodyRules } from '../ledger-body-rules.js';
import { VisibleOrders } from '../orders/visible-orders.js';
import { moneyOf } from './money.request.js';
import { problems } from '../problems/problems.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { FromCaller } from '../requests/from-caller.js';
import { ledgerTarget } from '../requests/ledger-target.js';
import { JsonContentGuard } from '../requests/content-type.guard.js';
import { ListQuery, listPage, type PageResponse } from '../requests/pages.js';
import { PositionQuery, WaitForPosition } from '../requests/wait-for-position.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { DescribeFind, DescribeList, DescribeReauthorize } from './describe-reauthorizations.js';
import { requiredApproval } from '../../../commands/required-approval.js';
import {
  ReauthorizationRequest,
  reauthorizationResponse,
  type ReauthorizationResponse,
} from './reauthorization.dto.js';

@Controller('v1/orders/:id/reauthorizations')
@UseGuards(JsonContentGuard)
export class LedgerReauthorizationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: VisibleOrders,
  ) {}

  @Post()
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeReauthorize()
  async reauthorize(
    @Param('id') id: string,
    @Body(new JsonBodyPipe(ReauthorizationRequest, ledgerBodyRules)) body: ReauthorizationRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const command = new ReauthorizeOrder(ledgerTarget(request, id), moneyOf(body));
    const executed = await this.commands.execute(command);
    const reauthorizationId = command.actionId;
    return answerCommand(reply, {
      executed,
      made: { reauthorizationId },
      isRequested: ({ order }) => requiredApproval(order, reauthorizationId),
      location: ({ orderId }) => `/v1/orders/${orderId}/reauthorizations/${reauthorizationId}`,
    });
  }

  @Get()
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeList()
  async list(
    @Param('id') id: string,
    @Query(new QueryPipe(ListQuery)) query: ListQuery,
    @FromCaller() caller: Caller,
  ): Promise<PageResponse<Plain<ReauthorizationResponse>>> {
    const { reauthorizations: all } = await this.orders.find(caller, id);
    const { items, nextCursor } = listPage(all, (one) => one.reauthorizationId, query);
    return { items: items.map(reauthorizationResponse), nextCursor };
  }

  @Get(':reauthorizationId')
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeFind()
  async find(
    @Param('id') id: string,
    @Param('reauthorizationId') reauthorizationId: string,
    @Query(new QueryPipe(PositionQuery)) _query: PositionQuery,
    @FromCaller() caller: Caller,
  ): Promise<Plain<ReauthorizationResponse>> {
    const { reauthorizations } = await this.orders.find(caller, id);
    const wanted = reauthorizationId.toLowerCase();
    const found = reauthorizations.find((one) => one.reauthorizationId === wanted);
    if (found === undefined) throw problems.reauthorizationNotFound();
    return reauthorizationResponse(found);
  }
}
