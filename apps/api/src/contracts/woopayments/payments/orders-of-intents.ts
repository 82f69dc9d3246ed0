import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isOfOtherOrder, type PaymentIntent } from '#gateway';
import type { Order } from '#ledger';
import { Deadline } from '#runtime';
import { GatewayIntents } from '../gateway/gateway-intents.js';
import { WooOrders } from '../orders/woo-orders.js';

/** A payment intent, and the order that it pays. */
export interface HeldIntent {
  readonly intent: PaymentIntent;
  readonly order: Order;
}

const answerMsMax = 10_000;

/** Finds the order that a payment intent pays. */
@Injectable()
export class OrdersOfIntents {
  constructor(
    private readonly intents: GatewayIntents,
    private readonly orders: WooOrders,
  ) {}

  /**
   * Finds an intent and the order that it pays. Returns undefined if the gateway does not know the
   * intent, or the order belongs to another store. The store is checked because all stores of the
   * ledger share one account at the gateway.
   *
   * @throws GatewayAway
   */
  async find(request: FastifyRequest, intentId: string): Promise<HeldIntent | undefined> {
    const intent = await this.intents.find(intentId, new Deadline(answerMsMax));
    const number = intent?.metadata['order_id'];
    if (intent === undefined || number === undefined) return undefined;
    const found = await this.orders.findByNumber(request, number);
    if (found === undefined || isOfOtherOrder(intent, found)) return undefined;
    return found.order.payment.paymentIntent === intentId
      ? { intent, order: found.order }
      : undefined;
  }
}
