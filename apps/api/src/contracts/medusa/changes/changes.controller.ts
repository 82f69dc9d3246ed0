import { Controller, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { OrderView } from '#read-models';
import { callerOf } from '../../../contract-kit/request.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { DescribeChange } from '../describe/describe-calls.js';
import { IgnoredBodyGuard } from '../ignored-body.guard.js';
import { MedusaOrders } from '../medusa-orders.js';
import { changedOrder, type MedusaOrder } from '../order/medusa-order.js';
import { Selected, type Selection } from '../query/selection.js';
import { Cancellations } from './cancellations.js';
import { Captures } from './captures.js';
import { IdempotencyKeyGuard, KeyedChanges, type MedusaAction } from './idempotency-key.js';
import { RefundBody, type RequestedRefund } from './requested-refund.js';
import { Refunds } from './refunds.js';
import { ShopStatuses } from './shop-statuses.js';

interface OrderAnswer {
  readonly order: MedusaOrder;
}

interface ChangedOrder {
  readonly id: string;
  readonly selection: Selection;
}

interface Change {
  readonly action: MedusaAction;
  readonly make: (order: OrderView) => Promise<OrderView>;
}

/** The calls that capture, cancel, refund, complete and archive an order. */
@Controller('admin/orders')
@UseGuards(IgnoredBodyGuard, IdempotencyKeyGuard)
export class ChangesController {
  constructor(
    private readonly orders: MedusaOrders,
    private readonly keyed: KeyedChanges,
    private readonly captures: Captures,
    private readonly cancellations: Cancellations,
    private readonly refunds: Refunds,
    private readonly shopStatuses: ShopStatuses,
  ) {}

  @Post(':id/capture')
  @HttpCode(200)
  @RequireScope('captures:write')
  @DescribeChange({
    summary: "Capture an order's payment",
    description:
      'Captures all that is not captured. Waits for the gateway, at most 10 s; a refusal shows only in `payment_status`.',
  })
  async capture(
    @Param('id') id: string,
    @Selected() selection: Selection,
    @Req() request: FastifyRequest,
  ): Promise<OrderAnswer> {
    return this.#change(
      request,
      { id, selection },
      {
        action: 'capture',
        make: (order) => this.captures.capture(request, order),
      },
    );
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('orders:write')
  @DescribeChange({
    summary: 'Cancel an order',
    description: 'Cancels what is not captured of the order.',
  })
  async cancel(
    @Param('id') id: string,
    @Selected() selection: Selection,
    @Req() request: FastifyRequest,
  ): Promise<OrderAnswer> {
    return this.#change(
      request,
      { id, selection },
      {
        action: 'cancel',
        make: (order) => this.cancellations.cancel(request, order),
      },
    );
  }

  @Post(':id/refund')
  @HttpCode(200)
  @RequireScope('refunds:write')
  @DescribeChange({
    summary: 'Refund an amount',
    description: 'Refunds at most what was captured and is not refunded.',
    body: {
      type: 'object',
      required: ['amount', 'reason'],
      properties: {
        amount: { type: 'integer', minimum: 1, description: 'Minor units', example: 9500 },
        reason: { type: 'string', minLength: 1, maxLength: 256, example: 'return' },
        note: { type: 'string', maxLength: 50 },
      },
    },
  })
  async refund(
    @Param('id') id: string,
    @Selected() selection: Selection,
    @RefundBody() body: RequestedRefund,
    @Req() request: FastifyRequest,
  ): Promise<OrderAnswer> {
    return this.#change(
      request,
      { id, selection },
      {
        action: 'refund',
        make: (order) => this.refunds.refund(request, order, body),
      },
    );
  }

  @Post(':id/complete')
  @HttpCode(200)
  @RequireScope('orders:write')
  @DescribeChange({
    summary: 'Complete an order',
    description: "Sets the shop's status of the order, which has no effect on money.",
  })
  async complete(
    @Param('id') id: string,
    @Selected() selection: Selection,
    @Req() request: FastifyRequest,
  ): Promise<OrderAnswer> {
    return this.#change(
      request,
      { id, selection },
      {
        action: 'complete',
        make: (order) => this.shopStatuses.change(request, order, 'completed'),
      },
    );
  }

  @Post(':id/archive')
  @HttpCode(200)
  @RequireScope('orders:write')
  @DescribeChange({
    summary: 'Archive an order',
    description: 'Only a completed order can be archived.',
  })
  async archive(
    @Param('id') id: string,
    @Selected() selection: Selection,
    @Req() request: FastifyRequest,
  ): Promise<OrderAnswer> {
    return this.#change(
      request,
      { id, selection },
      {
        action: 'archive',
        make: (order) => this.shopStatuses.change(request, order, 'archived'),
      },
    );
  }

  async #change(
    request: FastifyRequest,
    { id, selection }: ChangedOrder,
    { action, make }: Change,
  ): Promise<OrderAnswer> {
    const order = await this.orders.byNumber(callerOf(request), id);
    const change = () => make(order);
    const after = await this.keyed.make(request, order, { action, change });
    return { order: changedOrder(after, selection) };
  }
}
