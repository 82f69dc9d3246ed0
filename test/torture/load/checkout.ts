import Stripe from 'stripe';
import { setTimeout as delay } from 'node:timers/promises';
import type { LedgerSystem } from '../parts/ledger-system.js';

const answerWithinMs = 5_000;
const againMs = 200;

/**
 * Makes the gateway's official client. The client connects directly, not through a proxy that
 * injects faults, because faults must only disturb the ledger.
 */
export const gatewayClient = (url: string, secretKey: string, timeout: number): Stripe => {
  const { hostname, port } = new URL(url);
  return new Stripe(secretKey, {
    ...{ host: hostname, port, protocol: 'http', timeout },
    ...{ maxNetworkRetries: 2, telemetry: false },
  });
};

/** A payment to authorise: an order's total in minor units, and a test card. */
interface Payment {
  readonly orderNumber: string;
  readonly amount: number;
  readonly card: string;
}

/**
 * Plays the checkout of a shop, which authorises the payment at the gateway before the order is
 * registered at the ledger.
 */
export class Checkout {
  constructor(private readonly system: LedgerSystem) {}

  /**
   * Authorises a payment and returns the id of the payment intent. Retries until the signal is
   * aborted, and then returns undefined.
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
   * Each attempt makes a new payment intent, as when a customer starts the checkout again. An
   * abandoned intent may remain at the gateway, and must never be captured.
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
