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
import { actsFor, StoreDirectory } from '#access';
import type { Caller, Store } from '#access';
import { LedgerIdentity } from '#event-log';
import { OrderQueries, parseOrderCursor } from '#read-models';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { RegisterOrder } from '../../../commands/register-order.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { customerOfRequest } from './customer.dto.js';
import { ledgerBodyRules } from '../ledger-body-rules.js';
import { positionHeader } from '../problems/problem-details.js';
import { problems } from '../problems/problems.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { FromCaller } from '../requests/from-caller.js';
import { ledgerCommandRequest } from '../requests/ledger-target.js';
import { invalidCursor, limitOf, type PageResponse } from '../requests/pages.js';
import { JsonContentGuard } from '../requests/content-type.guard.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { WaitForPosition } from '../requests/wait-for-position.js';
import { DescribeFind, DescribeList, DescribeRegister } from './describe-orders.js';
import { orderFilterOf, OrderQuery, OrdersQuery } from './orders.query.js';
import {
  orderResponse,
  type OrderResponse,
  listedOrderResponse,
  type ListedOrderResponse,
} from './order.response.js';
import { VisibleOrders } from './visible-orders.js';
import { RegisterOrderRequest, requestedRegistration } from './register-order.request.js';
import type { Plain } from '../../../contract-kit/plain.js';

@Controller('v1/orders')
@UseGuards(JsonContentGuard)
export class LedgerOrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly stores: StoreDirectory,
    private readonly queries: OrderQueries,
    private readonly orders: VisibleOrders,
    private readonly identity: LedgerIdentity,
  ) {}

  @Post()
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeRegister()
  async register(
    @Body(new JsonBodyPipe(RegisterOrderRequest, ledgerBodyRules)) body: RegisterOrderRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const commandRequest = ledgerCommandRequest(request);
    const store = await this.storeOf(commandRequest.caller, body.store);
    const registration = requestedRegistration(body, store);
    const executed = await this.commands.execute(
      new RegisterOrder(commandRequest, registration, customerOfRequest(body.customer)),
    );
    return answerCommand(reply, {
      executed,
      location: ({ orderId }) => `/v1/orders/${orderId}`,
    });
  }

  @Get(':id')
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeFind()
  async find(
    @Param('id') id: string,
    @Query(new QueryPipe(OrderQuery)) { at }: OrderQuery,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<OrderResponse>> {
    const order = await this.shown(caller, { id, at });
    reply.header(positionHeader, order.position);
    return order;
  }

  @Get()
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeList()
  async list(
    @Query(new QueryPipe(OrdersQuery)) query: OrdersQuery,
    @FromCaller() caller: Caller,
  ): Promise<PageResponse<Plain<ListedOrderResponse>>> {
    const after = query.cursor === undefined ? undefined : parseOrderCursor(query.cursor);
    if (query.cursor !== undefined && after === undefined) throw invalidCursor();
    const window = { limit: limitOf(query), ...(after && { after }) };
    const page = await this.queries.list(orderFilterOf(query, caller, this.identity), window);
    return { items: page.orders.map(listedOrderResponse), nextCursor: page.nextCursor };
  }

  private async shown(
    caller: Caller,
    { id, at }: { readonly id: string; readonly at: string | undefined },
  ): Promise<Plain<OrderResponse>> {
    if (at !== undefined) return orderResponse(await this.orders.findAt(caller, { id, at }));
    const { order, settled } = await this.orders.findSettled(caller, id);
    return orderResponse(order, settled);
  }

  /** A store that is not the caller's is not told from one that does not exist. */
  private async storeOf(caller: Caller, storeId: string): Promise<Store> {
    const store = actsFor(caller, storeId) ? await this.stores.find(storeId) : undefined;
    if (store === undefined) throw problems.storeNotFound();
    return store;
  }
}
