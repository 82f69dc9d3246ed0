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
import type { Executed } from '#event-log';
import {
  ApproveReauthorization,
  ReauthorizeOrder,
  requiredApproval,
  RejectReauthorization,
} from '../../../commands/order-life-commands.js';
import { JsonBodyPipe, NoBodyGuard } from '../../../contract-kit/body/json-body.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { ledgerBodyRules, JsonContentGuard } from '../requests/bodies.js';
import { VisibleOrders } from '../orders/visible-orders.js';
import { problems } from '../problems/problems.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { DescribeCommand, DescribeListOf, DescribeOneOf } from '../requests/describe.js';
import { FromCaller } from '../requests/caller.js';
import { ledgerTarget } from '../requests/ledger-target.js';
import { listPage, ListQuery, type PageResponse } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { PositionQuery, WaitForPosition } from '../requests/wait-for-position.js';
import { moneyOf } from './money.request.js';
import {
  reauthorizationExamples,
  ReauthorizationRequest,
  reauthorizationResponse,
  ReauthorizationResponse,
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
  @DescribeCommand({
    summary: 'Replace what is not captured by other rows or another amount',
    description:
      'Takes effect at once if the new amount is no more than is left; otherwise `status` is `requested` until it is approved. ' +
      'Needs `orders:write`.',
    body: ReauthorizationRequest,
    examples: reauthorizationExamples,
    rejections:
      /^(?:REAUTHORIZE_|ORDER_ALREADY_CAPTURED|ORDER_TOO_MANY_ROWS|MATCHING_|ARTICLE_EXISTS)/,
  })
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
  @DescribeListOf(ReauthorizationResponse, "List an order's reauthorisations")
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
  @DescribeOneOf(ReauthorizationResponse, 'Show a reauthorisation', 'REAUTHORIZATION_NOT_FOUND')
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

/** Approves or rejects reauthorisations that wait for a decision. The requests have no body. */
@Controller('v1/orders/:id/reauthorizations/:reauthorizationId')
@UseGuards(NoBodyGuard)
export class LedgerApprovalController {
  constructor(private readonly commands: CommandBus) {}

  @Post('approve')
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeCommand({
    summary: 'Approve a reauthorisation',
    description: 'The reauthorisation takes effect. Needs `orders:write`.',
    rejections: /^(?:REAUTHORIZATION_|REAUTHORIZE_INVALID|ORDER_ALREADY_CAPTURED)/,
  })
  async approve(
    @Param('id') id: string,
    @Param('reauthorizationId') reauthorizationId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const approval = { reauthorizationId: reauthorizationId.toLowerCase() };
    const command = new ApproveReauthorization(ledgerTarget(request, id), approval);
    return answerDecided(reply, approval, await this.commands.execute(command));
  }

  @Post('reject')
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeCommand({
    summary: 'Reject a reauthorisation',
    description: 'The reauthorisation has no effect on the order. Needs `orders:write`.',
    rejections: /^REAUTHORIZATION_NOT_/,
  })
  async reject(
    @Param('id') id: string,
    @Param('reauthorizationId') reauthorizationId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const rejection = { reauthorizationId: reauthorizationId.toLowerCase() };
    const command = new RejectReauthorization(ledgerTarget(request, id), rejection);
    return answerDecided(reply, rejection, await this.commands.execute(command));
  }
}

const answerDecided = (
  reply: FastifyReply,
  made: { readonly reauthorizationId: string },
  executed: Executed,
): Plain<CommandAnswer> =>
  answerCommand(reply, {
    executed,
    made,
    location: ({ orderId }) => `/v1/orders/${orderId}/reauthorizations/${made.reauthorizationId}`,
  });
