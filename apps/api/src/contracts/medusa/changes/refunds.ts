import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type OrderView, shopViewOf } from '#read-models';
import { RefundOrder } from '../../../commands/order-life-commands.js';
import { CommandRejected } from '../../../contract-kit/http-error.js';
import { callerOf } from '../../../contract-kit/request.js';
import { outcomeInTime, OutcomeWait } from '../../../queries/outcome-wait.js';
import { notAllowed, paymentRefused } from '../medusa-envelope.js';
import { MedusaOrders } from '../medusa-orders.js';
import { targetOf } from './idempotency-key.js';
import type { RequestedRefund } from './requested-refund.js';

/** Rejections that mean that more would be refunded than is captured. */
const beyondCaptured: ReadonlySet<string> = new Set([
  'REFUND_AMOUNT_GREATER_THAN_CAPTURED',
  'REFUND_INVALID_INVOICE_STATUS',
]);

/** Refunds orders and waits for the gateway's outcome (medusa.md, "What it does"). */
@Injectable()
export class Refunds {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: MedusaOrders,
    private readonly outcomes: OutcomeWait,
  ) {}

  /**
   * Refunds an amount and returns the order.
   *
   * @throws HttpError 400 if a rule refuses the refund, 422 if the gateway does
   */
  async refund(
    request: FastifyRequest,
    order: OrderView,
    { amount, reason, note }: RequestedRefund,
  ): Promise<OrderView> {
    const caller = callerOf(request);
    const command = new RefundOrder(targetOf(request, order), {
      amount: { unit: 'minor', value: amount },
      items: [],
      reference: reason,
      ...(note !== undefined && { description: note }),
    });
    const executed = await this.commands.execute(command);
    if (executed.kind === 'rejected') {
      if (!beyondCaptured.has(executed.code)) throw new CommandRejected(executed);
      const isCancelled = shopViewOf(order) === 'cancelled' && order.captured === 0;
      throw notAllowed(
        isCancelled
          ? 'A canceled order cannot be refunded'
          : 'Cannot refund more than what was captured and is not refunded',
      );
    }
    const after = await this.orders.again(caller, order);
    const refund = after.refunds.find(({ refundId }) => refundId === command.actionId);
    const isAtGateway = after.payment?.paymentIntent !== undefined;
    if (refund === undefined || refund.status === 'settled' || !isAtGateway) return after;
    const { clientId } = caller;
    const { orderId } = after;
    const { refundId } = refund;
    const outcome = await outcomeInTime(this.outcomes.awaitRefund({ clientId, orderId, refundId }));
    if (outcome?.status === 'failed') throw paymentRefused('The gateway refused the refund');
    return this.orders.again(caller, order);
  }
}
