import { Inject, Injectable } from '@nestjs/common';
import { unknown } from '#gateway';
import type { Gateway, NewIntent, Outcome, PaymentIntent, Refusal } from '#gateway';
import { withTimeoutOr } from '#runtime';
import { type CardPayments, cardsToken } from './service-tokens.js';

/**
 * Thrown if the gateway gave no clear answer, so it is not known whether a call took effect. The
 * caller may repeat the request.
 */
export class GatewayAway extends Error {
  override readonly name = 'GatewayAway';

  constructor(reason: string) {
    super(`The card gateway cannot be reached: ${reason}`);
  }
}

/** The outcome of a gateway call, except the outcome "unknown". */
export type GatewayAnswer<Value> = Exclude<Outcome<Value>, { readonly kind: 'unknown' }>;

const intentPattern = /^pi_[A-Za-z0-9_]{1,250}$/;

/** An error message repeats at most this number of characters of a malformed id. */
const shownMax = 64;

const noSuchIntent = (id: string): Refusal => ({
  status: 404,
  code: 'resource_missing',
  message: `No such payment_intent: '${id.slice(0, shownMax)}'`,
});

/**
 * Calls the card gateway within a time limit. Used by requests that cannot be answered before the
 * gateway has answered.
 */
@Injectable()
export class CardGateway {
  constructor(@Inject(cardsToken) private readonly cards: CardPayments) {}

  /**
   * Calls the gateway. After `withinMs` milliseconds the outcome is `unknown`, but the call may
   * still take effect at the gateway.
   *
   * @throws GatewayAway if no gateway is configured
   */
  async ask<Value>(
    withinMs: number,
    call: (gateway: Gateway) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    if (!this.cards.isConfigured) throw new GatewayAway('none is configured');
    const gateway = await this.cards.gateway();
    return withTimeoutOr(call(gateway), withinMs, () =>
      unknown('time-out', `No answer within ${withinMs} ms.`),
    );
  }

  /**
   * Reads a payment intent. Without an answer within `withinMs` milliseconds, the outcome is
   * `unknown`.
   */
  async read(id: string, withinMs: number): Promise<Outcome<PaymentIntent>> {
    if (!intentPattern.test(id)) return { kind: 'refused', refusal: noSuchIntent(id) };
    return this.ask(withinMs, async (gateway) => gateway.readIntent(id));
  }

  /**
   * Creates a payment intent. Calls with the same key create only one. Without an answer within
   * `withinMs` milliseconds, the outcome is `unknown`.
   */
  async create(intent: NewIntent, key: string, withinMs: number): Promise<Outcome<PaymentIntent>> {
    return this.ask(withinMs, async (gateway) => gateway.createIntent(intent, key));
  }
}

/** Returns the answer of the gateway. @throws GatewayAway if the outcome is unknown */
export const answerOf = <Value>(outcome: Outcome<Value>): GatewayAnswer<Value> => {
  if (outcome.kind === 'unknown') throw new GatewayAway(outcome.doubt.message);
  return outcome;
};
