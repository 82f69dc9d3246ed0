import { Injectable } from '@nestjs/common';
import { type Order, reject, type Rejected } from '#ledger';
import { TerminalIntents, type TerminalIntentWish } from '../../../commands/terminal-intents.js';
import { acceptedOf } from '../../../contract-kit/executed.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { escaped } from '../gateway/capture-failure.js';
import { answerTo, type WooAnswer } from './woo-answer.js';
import type { WooOrder } from './woo-orders.js';

const creationFailed = (status: number, message: string): HttpError =>
  new HttpError({
    status,
    code: 'wcpay_intent_creation_error',
    detail: `Intent creation failed with the following message: ${escaped(message)}`,
  });

/** Of an order in any state, as WooPayments makes them. */
const onlyByCard = ({ payment }: Order): Rejected | undefined =>
  payment.method === 'card'
    ? undefined
    : reject('PAYMENT_METHOD_NOT_CARD', 'The order is not paid by card.');

/** Makes card-present payment intents at the gateway and records them. */
@Injectable()
export class WooTerminalIntents {
  constructor(private readonly intents: TerminalIntents) {}

  async create(
    { target }: WooOrder,
    wish: TerminalIntentWish,
  ): Promise<WooAnswer<{ readonly id: string }>> {
    const made = await this.intents.make(target, wish, onlyByCard);
    if (made.refusal !== undefined) throw creationFailed(made.refusal.status, made.refusal.message);
    return answerTo({ id: made.paymentIntent }, acceptedOf(made.executed));
  }
}
