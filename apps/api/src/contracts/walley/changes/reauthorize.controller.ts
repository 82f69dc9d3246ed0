import {
  applyDecorators,
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiProperty, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actsFor, type Caller } from '#access';
import { OrderRepository } from '#event-log';
import { viewOf } from '#read-models';
import { ReauthorizeOrder, requiredApproval } from '../../../commands/order-life-commands.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { commandHeaders, requestIdHeader, type Plain } from '../../../contract-kit/describe.js';
import { callerOf } from '../../../contract-kit/request.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { type FoundOrder, OrderLookup } from '../../../queries/order-lookup.js';
import { LedgerState } from '../../../services/ledger-state.js';
import { DescribeChange, DescribeWalleyErrors } from '../describe-walley.js';
import { MoneyDto, requestedMoney } from '../money/money.dto.js';
import { shownOrder } from '../orders/order.controller.js';
import {
  answerChange,
  idempotencyHeader,
  walleyBodyRules,
  walleyIdempotencyKey,
  walleyNotFound,
  walleyOrderId,
  walleyTarget,
} from '../walley-request.js';

const statuses = { pending: 'Pending', completed: 'Completed', rejected: 'Failed' } as const;

const reauthorizationIn = (found: FoundOrder, id: string) =>
  found.kind === 'found'
    ? found.order.reauthorizations.find((one) => one.reauthorizationId === id.toLowerCase())
    : undefined;

const reasons = [
  ...['REAUTHORIZE_', 'ORDER_ALREADY_CAPTURED', 'ORDER_TOO_MANY_ROWS'],
  ...['MATCHING_', 'ARTICLE_EXISTS_'],
];

export const DescribeReauthorize = (): MethodDecorator =>
  applyDecorators(
    DescribeChange({
      summary: 'Replace what is not captured by other rows or another amount',
      description:
        'Takes effect at once if the new amount is no more than is left; otherwise it has to be approved.',
      reasons,
    }),
    ApiBody({ type: ReauthorizeDto }),
    ApiResponse({
      status: 201,
      description:
        'The reauthorisation waits for an approval; Location is the address of its status. The body is empty.',
      headers: { ...requestIdHeader, ...commandHeaders },
    }),
  );

export const DescribeReauthorization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Show the outcome of a reauthorisation',
      description: 'The reauthorisation is pending, approved or rejected. Needs `orders:read`.',
    }),
    ApiResponse({ status: 200, type: ReauthorizationAnswerDto, headers: requestIdHeader }),
    DescribeWalleyErrors({ 404: 'NOT_FOUND: unknown order or reauthorisation' }),
  );

/**
 * The body of `POST /manage/orders/{orderId}/reauthorize`; `amount` is the new uncaptured amount.
 */
export class ReauthorizeDto extends MoneyDto {}

export class ReauthorizationStatusDto {
  @ApiProperty({ enum: ['Pending', 'Completed', 'Failed'] })
  status!: string;
}

export class ReauthorizationAnswerDto {
  @ApiProperty({ type: ReauthorizationStatusDto })
  data!: ReauthorizationStatusDto;
}

@Controller('manage/orders')
export class ReauthorizeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly lookup: OrderLookup,
    private readonly orders: OrderRepository,
    private readonly ledger: LedgerState,
  ) {}

  /**
   * Replaces the uncaptured amount of an order. The answer is 202 if the change took effect, and
   * 201 if somebody still has to approve the change.
   */
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

  /** Shows whether a reauthorisation was approved, was rejected or still waits. */
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
    // `shownOrder` throws if the order does not exist or belongs to another store. Otherwise only
    // the reauthorisation is missing.
    shownOrder(found);
    throw walleyNotFound('There is no such reauthorization.');
  }

  /**
   * Loads the order from the log. The read model may still lack a reauthorisation that was just
   * made, and a caller follows the `Location` header of a 201 at once.
   */
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
