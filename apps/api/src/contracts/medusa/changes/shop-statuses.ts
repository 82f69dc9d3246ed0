import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { OrderView } from '#read-models';
import { ChangeShopStatus } from '../../../commands/order-life-commands.js';
import { CommandRejected } from '../../../contract-kit/http-error.js';
import { callerOf } from '../../../contract-kit/request.js';
import { notAllowed } from '../medusa-envelope.js';
import { MedusaOrders } from '../medusa-orders.js';
import { targetOf } from './idempotency-key.js';

const refusals = {
  completed: 'A canceled order cannot be completed',
  archived: "Can't archive an unprocessed order",
} as const;

/** Records that the shop completed or archived an order. */
@Injectable()
export class ShopStatuses {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: MedusaOrders,
  ) {}

  /**
   * Records that the shop has completed or archived the order, and returns the order.
   *
   * @throws HttpError 400 if the order's state does not allow it
   */
  async change(
    request: FastifyRequest,
    order: OrderView,
    status: 'completed' | 'archived',
  ): Promise<OrderView> {
    const command = new ChangeShopStatus(targetOf(request, order), { status });
    const executed = await this.commands.execute(command);
    if (executed.kind !== 'rejected') return this.orders.again(callerOf(request), order);
    if (executed.code === 'SHOP_STATUS_NOT_ALLOWED') throw notAllowed(refusals[status]);
    throw new CommandRejected(executed);
  }
}
