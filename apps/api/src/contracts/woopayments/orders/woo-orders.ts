import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OrderRepository } from '#event-log';
import type { Order } from '#ledger';
import type { OrderTarget } from '../../../commands/command-on-order.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { callerOf, commandRequestOf } from '../../../contract-kit/request-caller.js';
import { OrderNumbers } from '../../../queries/order-numbers.js';
import { LedgerState } from '../../../services/ledger-state.js';
import { keyOf } from '../woo-parameters.js';
import { orderMissing } from '../woopayments-envelope.js';

/** The order that a call is about, as the log has it. */
export interface WooOrder {
  readonly order: Order;
  /** The position of the order's last event. */
  readonly position: bigint;
  readonly target: OrderTarget;
}

/** Finds orders by their number in the store of the caller's key. */
@Injectable()
export class WooOrders {
  constructor(
    private readonly numbers: OrderNumbers,
    private readonly orders: OrderRepository,
    private readonly ledger: LedgerState,
  ) {}

  /** @throws HttpError 404 */
  async find(request: FastifyRequest): Promise<WooOrder> {
    const { orderId: number } = request.params as { readonly orderId: string };
    const key = keyOf(request);
    const orderId = /^\d+$/.test(number)
      ? await this.numbers.orderIdFor(callerOf(request), number)
      : undefined;
    if (orderId === undefined) throw new HttpError(orderMissing);
    await this.ledger.assertSound(orderId);
    const loaded = await this.orders.load(orderId);
    if (loaded === undefined) throw new HttpError(orderMissing);
    return {
      order: loaded.order,
      position: loaded.position,
      target: { request: commandRequestOf(request, key), orderId, knownOrders: 'all' },
    };
  }
}
