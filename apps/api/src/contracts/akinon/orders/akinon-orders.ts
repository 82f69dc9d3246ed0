import { Injectable } from '@nestjs/common';
import { OrderRepository } from '#event-log';
import type { Order } from '#ledger';
import type { CommandRequest } from '../../../commands/command-request.js';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { OrderNumbers } from '../../../queries/order-lookup.js';
import { LedgerState } from '../../../services/ledger-state.js';
import { orderMissing } from '../akinon-envelope.js';

/**
 * The order that a call names, in its newest state. `target` holds the order's id and the caller's
 * request, which each command on the order needs.
 */
export interface AkinonOrder {
  readonly order: Order;
  readonly target: OrderTarget;
}

/** Finds orders by their number in the store of the caller's token. */
@Injectable()
export class AkinonOrders {
  constructor(
    private readonly numbers: OrderNumbers,
    private readonly orders: OrderRepository,
    private readonly ledger: LedgerState,
  ) {}

  /**
   * Finds an order by its number. An order that is still `Pending` counts as not found, because
   * Akinon's contract requires this.
   *
   * @throws HttpError 404
   */
  async find(request: CommandRequest, orderNumber: string): Promise<AkinonOrder> {
    const orderId = await this.numbers.orderIdFor(request.caller, orderNumber);
    if (orderId === undefined) throw new HttpError(orderMissing);
    await this.ledger.assertSound(orderId);
    const order = await this.load(orderId);
    if (order === undefined || order.balance.status === 'Pending')
      throw new HttpError(orderMissing);
    return { order, target: { request, orderId, knownOrders: 'authorised' } };
  }

  /** The newest state of the order in the log. */
  async load(orderId: string): Promise<Order | undefined> {
    return (await this.orders.load(orderId))?.order;
  }
}
