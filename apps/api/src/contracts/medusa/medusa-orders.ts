import { Injectable } from '@nestjs/common';
import type { Caller } from '#access';
import type { OrderView } from '#read-models';
import { LoggedOrders } from '../../queries/logged-orders.js';
import { OrderNumbers } from '../../queries/order-lookup.js';
import { notFound } from './medusa-envelope.js';
import { orderIdOfPayment } from './order/medusa-ids.js';

/**
 * Finds orders of the caller's store by order number or payment id. The orders are folded from the
 * log, so they are up to date.
 */
@Injectable()
export class MedusaOrders {
  constructor(
    private readonly numbers: OrderNumbers,
    private readonly orders: LoggedOrders,
  ) {}

  /** Finds an order by its number in the caller's store. @throws HttpError 404 */
  async byNumber(caller: Caller, number: string): Promise<OrderView> {
    const orderId = await this.numbers.orderIdFor(caller, number);
    const order = orderId === undefined ? undefined : await this.orders.find(caller, orderId);
    if (order === undefined) throw notFound('Order', number);
    return order;
  }

  /**
   * Finds the order of a payment. An order that is still `Pending` is not found, because it has no
   * payment yet.
   *
   * @throws HttpError 404
   */
  async byPayment(caller: Caller, paymentId: string): Promise<OrderView> {
    const orderId = orderIdOfPayment(paymentId);
    const order = orderId === undefined ? undefined : await this.orders.find(caller, orderId);
    if (order === undefined || order.status === 'Pending') throw notFound('Payment', paymentId);
    return order;
  }

  /** Reads the newest state of the order from the log. @throws HttpError 404 */
  async again(caller: Caller, order: OrderView): Promise<OrderView> {
    const now = await this.orders.again(caller, order);
    if (now === undefined) throw notFound('Order', order.orderNumber);
    return now;
  }
}
