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
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import { TerminalIntents } from '../../../commands/terminal-intents.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { optionalBody, JsonContentGuard } from '../requests/bodies.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/caller.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { DescribeCommand, DescribeListOf, DescribeOneOf } from '../requests/describe.js';
import { ledgerTarget } from '../requests/ledger-target.js';
import { ListQuery, listPage, type PageResponse } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { PositionQuery, WaitForPosition } from '../requests/wait-for-position.js';
import {
  terminalIntentExamples,
  TerminalIntentRequest,
  terminalIntentResponse,
  TerminalIntentResponse,
  wishOf,
} from './terminal-intent.dto.js';
import { VisibleOrders } from './visible-orders.js';

/** Makes payment intents, so that orders can be paid at a card terminal. */
@Controller('v1/orders/:id/terminal-intents')
@UseGuards(JsonContentGuard)
export class LedgerTerminalIntentsController {
  constructor(
    private readonly intents: TerminalIntents,
    private readonly orders: VisibleOrders,
  ) {}

  @Post()
  @HttpCode(202)
  @RequireScope('captures:write')
  @DescribeCommand({
    summary: 'Ask for a card at a terminal',
    description:
      "Creates a payment intent of the order's total at the gateway, which a card reader then collects. " +
      'Each call creates another intent, except repeats with the same idempotency key. Needs `captures:write`.',
    body: TerminalIntentRequest,
    examples: terminalIntentExamples,
    rejections: /^PAYMENT_(?:METHOD|ORDER|ALREADY|INTENT_REFUSED)/,
    problems: ['GATEWAY_UNAVAILABLE'],
  })
  async create(
    @Param('id') id: string,
    @Body(new JsonBodyPipe(TerminalIntentRequest, optionalBody)) body: TerminalIntentRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const made = await this.intents.make(ledgerTarget(request, id), wishOf(body));
    const { executed, paymentIntent } = made;
    return answerCommand(reply, {
      executed,
      made: { paymentIntent },
      location: ({ orderId }) => `/v1/orders/${orderId}/terminal-intents/${paymentIntent}`,
    });
  }

  @Get()
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeListOf(TerminalIntentResponse, "List an order's terminal intents")
  async list(
    @Param('id') id: string,
    @Query(new QueryPipe(ListQuery)) query: ListQuery,
    @FromCaller() caller: Caller,
  ): Promise<PageResponse<Plain<TerminalIntentResponse>>> {
    const { terminalIntents = [] } = await this.orders.find(caller, id);
    const { items, nextCursor } = listPage(terminalIntents, (one) => one.paymentIntent, query);
    return { items: items.map(terminalIntentResponse), nextCursor };
  }

  @Get(':paymentIntent')
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeOneOf(TerminalIntentResponse, 'Show a terminal intent', 'TERMINAL_INTENT_NOT_FOUND')
  async find(
    @Param('id') id: string,
    @Param('paymentIntent') paymentIntent: string,
    @Query(new QueryPipe(PositionQuery)) _query: PositionQuery,
    @FromCaller() caller: Caller,
  ): Promise<Plain<TerminalIntentResponse>> {
    const { terminalIntents = [] } = await this.orders.find(caller, id);
    const found = terminalIntents.find((one) => one.paymentIntent === paymentIntent);
    if (found === undefined) throw problems.terminalIntentNotFound();
    return terminalIntentResponse(found);
  }
}
