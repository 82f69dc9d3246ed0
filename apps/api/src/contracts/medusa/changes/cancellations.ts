import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type OrderView, shopViewOf } from '#read-models';
import { CancelOrder } from '../../../commands/order-life-commands.js';
import { CommandRejected } from '../../../contract-kit/http-error.js';
import { callerOf } from '../../../contract-kit/request.js';
import { notAllowed } from '../medusa-envelope.js';
import { MedusaOrders } from '../medusa-orders.js';
import { targetOf } from './idempotency-key.js';

const messages: ReadonlyMap<string, string> = new Map([
  ['CANCEL_NOTHING_LEFT', 'A captured order cannot be canceled, refund it instead'],
  ['CANCEL_INVALID_INVOICE_STATUS', 'An order whose payment is not authorized cannot be canceled'],
]);

/** Cancels the part of an order that is not captured (medusa.md, "What it does"). */
@Injectable()
export class Cancellations {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: MedusaOrders,
  ) {}

  /** Cancels an order and returns it. An order that is already cancelled is returned unchanged. */
  async cancel(request: FastifyRequest, order: OrderView): Promise<OrderView> {
    if (shopViewOf(order) === 'cancelled') return order;
    if (order.refunds.some(({ status }) => status !== 'failed'))
      throw notAllowed('Order with refund(s) cannot be canceled');
    const executed = await this.commands.execute(new CancelOrder(targetOf(request, order), {}));
    const after = await this.orders.again(callerOf(request), order);
    if (executed.kind !== 'rejected') return after;
    const message = messages.get(executed.code);
    if (message === undefined) throw new CommandRejected(executed);
    if (shopViewOf(after) === 'cancelled') return after;
    throw notAllowed(message);
  }
}
