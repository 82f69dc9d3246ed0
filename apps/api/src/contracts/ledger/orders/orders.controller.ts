import type { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
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
import { acceptedFormat } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { customerOfRequest } from './customer.dto.js';
import { ledgerBodyRules, JsonContentGuard } from '../requests/bodies.js';
import { positionHeader } from '../problems/problem-details.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/caller.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { WaitForPosition } from '../requests/wait-for-position.js';
import { orderFilterOf, OrderQuery, OrdersQuery } from './orders.query.js';
import {
  orderResponse,
  OrderResponse,
  listedOrderResponse,
  ListedOrderResponse,
} from './order.response.js';
import { AkinonStores } from '../../../queries/akinon-numbers.js';
import { assertAkinonAmounts, assertAkinonNumbers } from './akinon-registration.js';
import { listedOrders, orderColumns } from './orders-table.js';
import { VisibleOrders } from './visible-orders.js';
import {
  assertPayment,
  needsGateway,
  RegisterOrderRequest,
  requestedRegistration,
  registerExample,
} from './register-order.request.js';
import { type Plain, requestIdHeader } from '../../../contract-kit/describe.js';
import { cardsToken, type CardPayments } from '../../../services/service-tokens.js';
import {
  DescribeCall,
  DescribeTable,
  acceptedHeaders,
  waitingHeaders,
} from '../requests/describe.js';
import { ledgerCommandRequest, idempotencyKeyHeader } from '../requests/ledger-target.js';
import { answerCommand } from '../requests/command-answer.js';
import { orderKeyOf, RegistrationAnswer } from './registration-answer.js';
import { invalidCursor, limitOf, pageOf, type PageResponse } from '../requests/pages.js';
const registrationProblems = [
  'STORE_NOT_FOUND',
  'GATEWAY_NOT_CONFIGURED',
  'TOO_MANY_CONFLICTS',
  'ORDER_DAMAGED',
  'LOG_MISMATCH',
  'OUTCOME_UNKNOWN',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'IDEMPOTENCY_KEY_REUSED',
  'ORDER_NUMBER_TAKEN',
  'ORDER_CURRENCY_UNKNOWN',
  'ORDER_ROWS_REQUIRED',
  'ORDER_AMOUNT_TOO_LARGE',
  'ORDER_TOTAL_NEGATIVE',
  'ORDER_EXPIRY_NOT_IN_FUTURE',
  'PAYMENT_INTENT_NOT_FOUND',
  'PAYMENT_INTENT_MISMATCH',
  'PAYMENT_INTENT_CURRENCY_MISMATCH',
  'PAYMENT_INTENT_NOT_CAPTURABLE',
  'PAYMENT_INTENT_INSUFFICIENT',
  'ORDER_AMOUNT_NOT_FOR_AKINON',
];

const orderHeaders: typeof requestIdHeader = {
  ...requestIdHeader,
  'Ledger-Position': {
    description: "Place in the log of the order's last event",
    schema: { type: 'string', pattern: '^\\d+$' },
  },
};

@Controller('v1/orders')
@UseGuards(JsonContentGuard)
export class LedgerOrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly stores: StoreDirectory,
    private readonly queries: OrderQueries,
    private readonly orders: VisibleOrders,
    private readonly identity: LedgerIdentity,
    @Inject(cardsToken) private readonly cards: CardPayments,
    private readonly akinon: AkinonStores,
  ) {}

  @Post()
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeCall({
    summary: 'Register an order',
    description:
      'Repeating the same content under the same number is accepted and has no effect. ' +
      'Needs `orders:write`.',
    headers: [idempotencyKeyHeader],
    body: RegisterOrderRequest,
    examples: registerExample,
    status: 202,
    answer: RegistrationAnswer,
    answerHeaders: acceptedHeaders,
    problems: registrationProblems,
  })
  async register(
    @Body(new JsonBodyPipe(RegisterOrderRequest, ledgerBodyRules)) body: RegisterOrderRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<RegistrationAnswer>> {
    assertPayment(body);
    if (needsGateway(body) && !this.cards.isConfigured) throw problems.gatewayNotConfigured();
    const commandRequest = ledgerCommandRequest(request);
    assertAkinonNumbers(body);
    const store = await this.storeOf(commandRequest.caller, body.store);
    const registration = requestedRegistration(body, store);
    await assertAkinonAmounts(registration, this.akinon);
    const executed = await this.commands.execute(
      new RegisterOrder(commandRequest, registration, customerOfRequest(body.customer)),
    );
    const answer = answerCommand(reply, {
      executed,
      location: ({ orderId }) => `/v1/orders/${orderId}`,
    });
    return { ...answer, ...orderKeyOf(executed, body) };
  }

  @Get(':id')
  @RequireScope('orders:read')
  @UseInterceptors(WaitForPosition)
  @DescribeCall({
    summary: 'Show an order, now or at an earlier time',
    description:
      'With `at` the order is folded from the log up to a revision or a time. Needs `orders:read`.',
    headers: waitingHeaders,
    answer: OrderResponse,
    answerHeaders: orderHeaders,
    problems: [
      'ORDER_NOT_FOUND',
      'ORDER_REVISION_NOT_FOUND',
      'ORDER_NOT_REGISTERED_YET',
      'POSITION_NOT_REACHED',
    ],
  })
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
  @DescribeTable({
    summary: 'List orders, newest first',
    description:
      "Lists orders of the token's stores. By `Accept` also as NDJSON or CSV: then all of them, " +
      'from the cursor on. Needs `orders:read`.',
    pages: [pageOf(ListedOrderResponse)],
    rows: [ListedOrderResponse],
    problems: ['POSITION_NOT_REACHED'],
  })
  async list(
    @Query(new QueryPipe(OrdersQuery)) query: OrdersQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageResponse<Plain<ListedOrderResponse>> | Readable> {
    const after = query.cursor === undefined ? undefined : parseOrderCursor(query.cursor);
    if (query.cursor !== undefined && after === undefined) throw invalidCursor();
    const filter = orderFilterOf(query, caller, this.identity);
    const format = acceptedFormat(accept);
    reply.header('Vary', 'Accept');
    if (format !== 'json') {
      const rows = listedOrders(this.queries, { filter, after, limit: query.limit });
      return answerTable(reply, { format, rows, columns: orderColumns });
    }
    const window = { limit: limitOf(query), ...(after && { after }) };
    const page = await this.queries.list(filter, window);
    return { items: page.orders.map(listedOrderResponse), nextCursor: page.nextCursor };
  }

  private async shown(
    caller: Caller,
    { id, at }: { readonly id: string; readonly at: string | undefined },
  ): Promise<Plain<OrderResponse>> {
    if (at !== undefined) {
      const then = await this.orders.findAt(caller, { id, at });
      return orderResponse(await this.akinon.numbered(then));
    }
    const { order, settled } = await this.orders.findSettled(caller, id);
    return orderResponse(await this.akinon.numbered(order), settled);
  }

  /**
   * Finds a store of the caller. The answer is 404 both for a store of somebody else and for one
   * that does not exist, so that a caller cannot find out which stores there are.
   */
  private async storeOf(caller: Caller, storeId: string): Promise<Store> {
    const store = actsFor(caller, storeId) ? await this.stores.find(storeId) : undefined;
    if (store === undefined) throw problems.storeNotFound();
    return store;
  }
}
