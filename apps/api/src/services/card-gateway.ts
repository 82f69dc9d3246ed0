import { Inject, Injectable } from '@nestjs/common';
import type { NewIntent, Outcome, PaymentIntent, Refusal } from '#gateway';
import { type CardPayments, cardsToken } from './service-tokens.js';

/** The card gateway does not say what became of a call; the request may be repeated. */
export class GatewayAway extends Error {
  override readonly name = 'GatewayAway';

  constructor(reason: string) {
    super(`The card gateway cannot be reached: ${reason}`);
  }
}

/** A call of the gateway whose answer is known. */
export type GatewayAnswer<Value> = Exclude<Outcome<Value>, { readonly kind: 'unknown' }>;

const intentPattern = /^pi_[A-Za-z0-9_]{1,250}$/;

const noSuchIntent = (id: string): Refusal => ({
  status: 404,
  code: 'resource_missing',
  message: `No such payment_intent: '${id}'`,
});

const within = async <Value>(
  call: Promise<Outcome<Value>>,
  ms: number,
): Promise<Outcome<Value>> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome<Value>>((resolve) => {
    const message = `No answer within ${ms} ms.`;
    timer = setTimeout(() => {
      resolve({ kind: 'unknown', doubt: { reason: 'time-out', message } });
    }, ms);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** The card gateway for requests that ask it something before they are answered. */
@Injectable()
export class CardGateway {
  constructor(@Inject(cardsToken) private readonly cards: CardPayments) {}

  /** Reads an intent; `unknown` after `withinMs`. */
  async read(id: string, withinMs: number): Promise<Outcome<PaymentIntent>> {
    if (!intentPattern.test(id)) return { kind: 'refused', refusal: noSuchIntent(id) };
    const gateway = await this.#open();
    return within(gateway.readIntent(id), withinMs);
  }

  /** Makes an intent, once for each key; `unknown` after `withinMs`. */
  async create(intent: NewIntent, key: string, withinMs: number): Promise<Outcome<PaymentIntent>> {
    const gateway = await this.#open();
    return within(gateway.createIntent(intent, key), withinMs);
  }

  /** @throws GatewayAway if none is configured */
  async #open() {
    if (!this.cards.isConfigured) throw new GatewayAway('none is configured');
    return this.cards.gateway();
  }
}

/** The answer of a call. @throws GatewayAway if there was none */
export const answerOf = <Value>(outcome: Outcome<Value>): GatewayAnswer<Value> => {
  if (outcome.kind === 'unknown') throw new GatewayAway(outcome.doubt.message);
  return outcome;
};
