import Stripe from 'stripe';
import { setTimeout as delay } from 'node:timers/promises';
import type { LedgerSystem } from '../parts/ledger-system.js';

const answerWithinMs = 5_000;
const againMs = 200;

/**
 * The gateway's official client. It connects to the gateway directly, not through a link, so that
 * no fault disturbs it.
 */
export const gatewayClient = (url: string, secretKey: string, timeout: number): Stripe => {
  const { hostname, port } = new URL(url);
  return new Stripe(secretKey, {
    ...{ host: hostname, port, protocol: 'http', timeout },
    ...{ maxNetworkRetries: 2, telemetry: false },
  });
};

/**
 * A payment: the amount of an order, and the card that pays it, which is one of the sandbox's test
 * cards.
 */
interface Payment {
  readonly orderNumber: string;
  readonly amount: number;
  readonly card: string;
}

/**
 * The checkouts of the shops, which authorise payments at the gateway before they register orders.
 */
export class Checkout {
  constructor(private readonly system: LedgerSystem) {}

  /**
   * Authorises a payment and returns the id of its intent; undefined if that fails until the signal
   * is aborted.
   */
  async pay(payment: Payment, signal: AbortSignal): Promise<string | undefined> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const intent = await this.authorise(payment, attempt).catch(() => undefined);
      if (intent !== undefined) return intent;
      await delay(againMs);
    }
    return undefined;
  }

  /**
   * Each attempt makes a new intent, as when a customer starts again. The intent of an earlier
   * attempt may remain at the gateway.
   */
  private async authorise(payment: Payment, attempt: number): Promise<string> {
    const { orderNumber, amount, card } = payment;
    const client = gatewayClient(this.system.gatewayUrl, 'sk_test_shop', answerWithinMs);
    const { id } = await client.paymentIntents.create(
      {
        ...{ amount, currency: 'sek', payment_method_types: ['card'], payment_method: card },
        ...{ capture_method: 'manual', confirm: true },
      },
      { idempotencyKey: `checkout-${orderNumber}-${attempt}` },
    );
    return id;
  }
}
