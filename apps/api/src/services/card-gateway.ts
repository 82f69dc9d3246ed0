import { Inject, Injectable } from '@nestjs/common';
import { unknown } from '#gateway';
import type { Gateway, NewIntent, Outcome, PaymentIntent, Refusal } from '#gateway';
import { withTimeoutOr } from '#runtime';
import { type CardPayments, cardsToken } from './service-tokens.js';

/**
 * Thrown if no answer of the card gateway says whether a call was performed. The caller may repeat
 * the request.
 */
export class GatewayAway extends Error {
  override readonly name = 'GatewayAway';

  constructor(reason: string) {
    super(`The card gateway cannot be reached: ${reason}`);
  }
}

/** The outcome of a gateway call, if it is known. */
export type GatewayAnswer<Value> = Exclude<Outcome<Value>, { readonly kind: 'unknown' }>;

const intentPattern = /^pi_[A-Za-z0-9_]{1,250}$/;

/** The most characters of a malformed id that the refusal repeats. */
const shownMax = 64;

const noSuchIntent = (id: string): Refusal => ({
  status: 404,
  code: 'resource_missing',
  message: `No such payment_intent: '${id.slice(0, shownMax)}'`,
});

/**
 * Calls the card gateway for a request that is answered only after the call, within a time limit.
 */
@Injectable()
export class CardGateway {
  constructor(@Inject(cardsToken) private readonly cards: CardPayments) {}

  /**
   * Calls the gateway; `unknown` after `withinMs`, although the call may still be carried out.
   *
   * @throws GatewayAway if none is configured
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

  /** Reads an intent; `unknown` after `withinMs`. */
  async read(id: string, withinMs: number): Promise<Outcome<PaymentIntent>> {
    if (!intentPattern.test(id)) return { kind: 'refused', refusal: noSuchIntent(id) };
    return this.ask(withinMs, async (gateway) => gateway.readIntent(id));
  }

  /** Makes an intent, once for each key; `unknown` after `withinMs`. */
  async create(intent: NewIntent, key: string, withinMs: number): Promise<Outcome<PaymentIntent>> {
    return this.ask(withinMs, async (gateway) => gateway.createIntent(intent, key));
  }
}

/** The answer of a call. @throws GatewayAway if there was none */
export const answerOf = <Value>(outcome: Outcome<Value>): GatewayAnswer<Value> => {
  if (outcome.kind === 'unknown') throw new GatewayAway(outcome.doubt.message);
  return outcome;
};
