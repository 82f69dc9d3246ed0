import { Inject, Injectable } from '@nestjs/common';
import type { Gateway, Outcome, PaymentIntent, Refusal } from '#gateway';
import { HttpError } from '../../../contract-kit/http-error.js';
import { type CardPayments, cardsToken } from '../../../services/service-tokens.js';
import { serverError } from '../woopayments-envelope.js';

const intentPattern = /^pi_[A-Za-z0-9_]{1,64}$/;

/** 503: the gateway does not say what happened; the same call may be repeated. */
export const gatewayAway = (): HttpError =>
  new HttpError({
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    detail: 'The card gateway cannot be reached. The call may be repeated.',
    headers: { 'Retry-After': '2' },
  });

/** Returns the result of a call of the gateway, or throws what the refusal stands for. */
export const resultOf = <Value>(
  outcome: Outcome<Value>,
  refused: (refusal: Refusal) => HttpError,
): Value => {
  if (outcome.kind === 'done') return outcome.value;
  throw outcome.kind === 'refused' ? refused(outcome.refusal) : gatewayAway();
};

/** The card gateway for calls that have to look before they act. */
@Injectable()
export class GatewayIntents {
  constructor(@Inject(cardsToken) private readonly cards: CardPayments) {}

  /** @throws HttpError 503 without a gateway */
  async gateway(): Promise<Gateway> {
    if (!this.cards.isConfigured) throw gatewayAway();
    return this.cards.gateway();
  }

  /** @throws HttpError 400 for an intent that is unknown or malformed, 503 without an answer */
  async read(intentId: string): Promise<PaymentIntent> {
    if (!intentPattern.test(intentId)) throw serverError('The payment intent is malformed.');
    const gateway = await this.gateway();
    return resultOf(await gateway.readIntent(intentId), ({ message }) => serverError(message));
  }
}
