import { Injectable } from '@nestjs/common';
import type { PaymentIntent } from '#gateway';
import { refusalBeforeIntent } from '#ledger';
import { CommandRejected, HttpError } from '../../../contract-kit/http-error.js';
import { GatewayIntents } from '../gateway/gateway-intents.js';
import { intentMismatch } from '../woopayments-envelope.js';
import { seenFor } from './captures.js';
import type { WooOrder } from './woo-orders.js';

/** Checks before the customer pays whether a payment at a card terminal belongs to the order. */
@Injectable()
export class PreparedPayments {
  constructor(private readonly intents: GatewayIntents) {}

  /**
   * Makes the same checks as a capture, but records nothing, because an intent is linked to the
   * order only when a capture is tried.
   *
   * @throws HttpError 409, CommandRejected
   */
  async prepare(
    { order, target, deadline }: WooOrder,
    intentId: string,
  ): Promise<{ readonly id: string; readonly status: PaymentIntent['status'] }> {
    const { orderId, request } = target;
    const data = { paymentIntent: intentId, status: '' };
    const asked = { type: 'CaptureTerminalPayment', orderId, at: request.at, data } as const;
    const refused = refusalBeforeIntent(order, { ...asked, actionId: orderId });
    if (refused !== undefined) throw new CommandRejected(refused);
    const intent = await this.intents.read(intentId, deadline);
    if (seenFor(orderId, intent).orderReference !== order.balance.orderNumber)
      throw new HttpError(intentMismatch);
    return { id: intent.id, status: intent.status };
  }
}
