import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { actionOf, answerTo } from '#ledger';
import { CancelOrder } from '../../../commands/cancel-order.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { OutcomeWait } from '../../../queries/outcome-wait.js';
import { GatewayIntents } from '../gateway/gateway-intents.js';
import type { WooOrder } from './woo-orders.js';

const refused = (status: number, code: string): HttpError =>
  new HttpError({ status, code, detail: 'The payment cannot be canceled' });

const notCancelable = (): HttpError => refused(409, 'wcpay_payment_uncapturable');
const otherOrder = (): HttpError => refused(409, 'wcpay_intent_order_mismatch');

const refunded = (): HttpError =>
  new HttpError({
    status: 400,
    code: 'wcpay_refunded_order_uncapturable',
    detail: 'Payment cannot be canceled for partially or fully refunded orders.',
  });

/** Gives up the authorisation of an order, and waits until the gateway has given it free. */
@Injectable()
export class WooCancellations {
  constructor(
    private readonly commands: CommandBus,
    private readonly intents: GatewayIntents,
    private readonly outcomes: OutcomeWait,
  ) {}

  /**
   * The ledger cancels first: a capture that comes meanwhile is refused, and the worker releases
   * the authorisation at the gateway however this call ends.
   */
  async cancel(
    { order, target }: WooOrder,
    intentId: string,
  ): Promise<{ readonly status: 'canceled'; readonly id: string }> {
    const { idempotencyKey } = target.request;
    const isRepeat =
      idempotencyKey !== undefined &&
      answerTo(order, actionOf.CancelOrder, idempotencyKey) !== undefined;
    if (!isRepeat) await this.#assertCancelable(order, intentId);
    const cancel = new CancelOrder(target, { paymentIntent: intentId });
    const executed = await this.commands.execute(cancel);
    if (executed.kind === 'rejected') {
      if (executed.code === 'PAYMENT_INTENT_MISMATCH') throw otherOrder();
      if (executed.code.startsWith('CANCEL_')) throw notCancelable();
      throw refused(409, `wcpay_${executed.code.toLowerCase()}`);
    }
    const { orderId, request } = target;
    await this.outcomes.awaitRelease({ clientId: request.caller.clientId, orderId });
    return { status: 'canceled', id: intentId };
  }

  async #assertCancelable({ balance }: WooOrder['order'], intentId: string): Promise<void> {
    if (balance.refunded > 0) throw refunded();
    const { metadata, status } = await this.intents.read(intentId);
    if (metadata['order_id'] !== balance.orderNumber) throw otherOrder();
    if (status !== 'requires_capture') throw notCancelable();
  }
}
