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

/** Rejections that may mean that the order is captured already, which is no error here. */
const mayBeDone: ReadonlySet<string> = new Set<Rejected['code']>([
  'CAPTURE_ORDER_ALREADY_CAPTURED',
  'CAPTURE_ORDER_NOT_AUTHORIZED',
  'CAPTURE_INVALID_INVOICE_STATUS',
  // The gateway would decline too. Medusa answers a decline with the order, not with an error; only
  // `payment_status` shows it.
  'PAYMENT_AUTHORIZATION_LAPSED',
]);

/** Accepts a rejection if the order is captured already. @throws HttpError 400 otherwise */
const assertCaptured = (order: OrderView, { code }: Rejected): void => {
  if (shopViewOf(order) === 'cancelled' || order.status === 'Closed')
    throw notAllowed('A canceled order cannot capture payment');
  if (code === 'CAPTURE_ORDER_NOT_AUTHORIZED')
    throw notAllowed('An order whose payment is not authorized cannot capture payment');
  // The ledger rejects with this code once the expiry date has passed, even if no event has
  // recorded the expiry yet.
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
   * Captures an order and returns it. An order that is captured already is returned unchanged. If
   * the outcome does not come in time, the order is returned as still `awaiting`.
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
