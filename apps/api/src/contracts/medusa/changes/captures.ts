import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { Rejected } from '#ledger';
import { type OrderView, shopViewOf } from '#read-models';
import { CaptureOrder } from '../../../commands/capture-commands.js';
import { CommandRejected } from '../../../contract-kit/http-error.js';
import { callerOf } from '../../../contract-kit/request.js';
import { awaitsGateway, outcomeInTime, OutcomeWait } from '../../../queries/outcome-wait.js';
import { notAllowed } from '../medusa-envelope.js';
import { MedusaOrders } from '../medusa-orders.js';
import { targetOf } from './idempotency-key.js';

/**
 * Rejections that the order's state may turn into a success: if nothing is left to capture, Medusa
 * answers with the order instead of an error.
 */
const mayBeDone: ReadonlySet<string> = new Set<Rejected['code']>([
  'CAPTURE_ORDER_ALREADY_CAPTURED',
  'CAPTURE_ORDER_NOT_AUTHORIZED',
  'CAPTURE_INVALID_INVOICE_STATUS',
  // If the authorisation has lapsed, Medusa answers as for a capture that the gateway declines:
  // with the order and no error. Only `payment_status` shows that the capture failed.
  'PAYMENT_AUTHORIZATION_LAPSED',
]);

/**
 * Checks that the ledger rejected the capture because the order is already captured, which is not
 * an error here.
 *
 * @throws HttpError 400 if there was another reason
 */
const assertCaptured = (order: OrderView, { code }: Rejected): void => {
  if (shopViewOf(order) === 'cancelled' || order.status === 'Closed')
    throw notAllowed('A canceled order cannot capture payment');
  if (code === 'CAPTURE_ORDER_NOT_AUTHORIZED')
    throw notAllowed('An order whose payment is not authorized cannot capture payment');
  // After its expiry date the ledger rejects captures of an order with this code. The order's
  // status may still be the old one, because the event of the expiry is written later.
  if (code === 'CAPTURE_INVALID_INVOICE_STATUS' && order.status !== 'Returned')
    throw notAllowed('An expired order cannot capture payment');
};

/**
 * Captures the amount that is left of an order and waits for the gateway's outcome (medusa.md,
 * "What it does").
 */
@Injectable()
export class Captures {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: MedusaOrders,
    private readonly outcomes: OutcomeWait,
  ) {}

  /**
   * Captures what is left of an order and returns the order. An order that is already captured is
   * returned unchanged. If the gateway's outcome does not come in time, the order is returned with
   * the payment status `awaiting`.
   */
  async capture(request: FastifyRequest, order: OrderView): Promise<OrderView> {
    const caller = callerOf(request);
    const command = new CaptureOrder(targetOf(request, order), { amount: 'remaining' });
    const executed = await this.commands.execute(command);
    const after = await this.orders.again(caller, order);
    if (executed.kind === 'rejected') {
      if (!mayBeDone.has(executed.code)) throw new CommandRejected(executed);
      assertCaptured(after, executed);
    }
    const awaited = after.captures.findLast(awaitsGateway);
    if (awaited === undefined) return after;
    const { clientId } = caller;
    const { orderId } = after;
    const { captureId } = awaited;
    await outcomeInTime(this.outcomes.awaitCapture({ clientId, orderId, captureId }));
    return this.orders.again(caller, order);
  }
}
