import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actsFor } from '#access';
import type { Caller } from '#access';
import { OrderRepository } from '#event-log';
import { viewOf } from '#read-models';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { ReauthorizeOrder } from '../../../commands/reauthorize-order.js';
import { callerOf } from '../../../contract-kit/request-caller.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { LedgerState } from '../../../services/ledger-state.js';
import { answerChange } from '../answer-change.js';
import { OrderLookup, type FoundOrder } from '../../../queries/order-lookup.js';
import { requiredApproval } from '../../../commands/required-approval.js';
import { requestedMoney } from '../money/requested-money.js';
import { shownOrder } from '../order/shown-order.js';
import { idempotencyHeader, walleyIdempotencyKey } from '../walley-idempotency-key.js';
import { walleyNotFound } from '../walley-not-yours.js';
import { walleyOrderId } from '../walley-order-id.js';
import { walleyBodyRules } from '../walley-body-rules.js';
import { walleyTarget } from '../walley-target.js';
import { DescribeReauthorization, DescribeReauthorize } from './describe-reauthorize.js';
import { ReauthorizeDto, type ReauthorizationAnswerDto } from './reauthorize.dto.js';
const statuses = { pending: 'Pending', completed: 'Completed', rejected: 'Failed' } as const;

const reauthorizationIn = (found: FoundOrder, id: string) =>
  found.kind === 'found'
    ? found.order.reauthorizations.find((one) => one.reauthorizationId === id.toLowerCase())
    : undefined;

@Controller('manage/orders')
export class ReauthorizeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly lookup: OrderLookup,
    private readonly orders: OrderRepository,
    private readonly ledger: LedgerState,
  ) {}

  /** Replaces what is not captured: 202 if it took effect, 201 if somebody has to approve it. */
  @Post(':orderId/reauthorize')
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeReauthorize()
  async reauthorize(
    @Param('orderId') id: string,
    @Body(new JsonBodyPipe(ReauthorizeDto, walleyBodyRules)) body: ReauthorizeDto,
    @Headers(idempotencyHeader.toLowerCase()) header: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const key = walleyIdempotencyKey(header);
    const orderId = walleyOrderId(id);
    const target = walleyTarget(request, orderId, key);
    const command = new ReauthorizeOrder(target, requestedMoney(body));
    const { order } = answerChange(reply, orderId, await this.commands.execute(command));
    if (!requiredApproval(order, command.actionId)) return;
    const location = `/manage/orders/${orderId}/reauthorize/${command.actionId}`;
    reply.code(201).header('Location', location);
  }

  /** Shows what became of a reauthorisation. */
  @Get(':orderId/reauthorize/:reauthorizationId')
  @RequireScope('orders:read')
  @DescribeReauthorization()
  async show(
    @Param('orderId') id: string,
    @Param('reauthorizationId') reauthorizationId: string,
    @Req() request: FastifyRequest,
  ): Promise<Plain<ReauthorizationAnswerDto>> {
    const caller = callerOf(request);
    const orderId = walleyOrderId(id);
    const found = await this.lookup.find(caller, { orderId, knownOrders: 'authorised' });
    const shown =
      reauthorizationIn(found, reauthorizationId) ??
      reauthorizationIn(await this.inLog(caller, orderId), reauthorizationId);
    if (shown !== undefined) return { data: { status: statuses[shown.status] } };
    // Of an order that is not the caller's, or is none, this tells so.
    shownOrder(found);
    throw walleyNotFound('There is no such reauthorization.');
  }

  /** The order as the log has it: whoever follows the `Location` of a 201 at once comes before the read model. */
  private async inLog(caller: Caller, orderId: string): Promise<FoundOrder> {
    const loaded = await this.orders.load(orderId).catch(async (error: unknown) => {
      const hidden = await this.ledger.hiddenDamage(error, caller, orderId);
      if (hidden === undefined) throw error;
      return undefined;
    });
    if (loaded === undefined) return { kind: 'not-found' };
    const order = viewOf(loaded.order, loaded.position);
    return actsFor(caller, order.storeId) ? { kind: 'found', order } : { kind: 'of-other-store' };
  }
}
