import type Stripe from 'stripe';
import { gatewayClient } from '../load/checkout.js';
import type { ShownIntent, ShownRefund } from './check-gateway.js';

const pageSize = 100;
const askMsMax = 30_000;

const shownIntent = (intent: Stripe.PaymentIntent): Omit<ShownIntent, 'refunds'> => {
  const { latest_charge: charge } = intent;
  return {
    id: intent.id,
    received: intent.amount_received,
    refunded: typeof charge === 'string' ? NaN : (charge?.amount_refunded ?? 0),
    held: intent.amount_capturable,
    lastCapture: intent.metadata['ledger_capture'],
  };
};

/**
 * Reads payments with the gateway's official client, without code of the ledger. The connection is
 * direct, not through a proxy that injects faults, so that no fault disturbs the check.
 */
export class GatewayReader {
  private readonly client: Stripe;

  constructor(url: string) {
    this.client = gatewayClient(url, 'sk_test_oracle', askMsMax);
  }

  /**
   * Returns all payment intents by id. Refunds are read only for those in `withRefunds`, to save
   * time.
   */
  async intents(withRefunds: ReadonlySet<string>): Promise<ReadonlyMap<string, ShownIntent>> {
    const intents = new Map<string, ShownIntent>();
    const pages = { limit: pageSize, expand: ['data.latest_charge'] };
    for await (const intent of this.client.paymentIntents.list(pages)) {
      const refunds = withRefunds.has(intent.id) ? await this.refundsOf(intent.id) : [];
      intents.set(intent.id, { ...shownIntent(intent), refunds });
    }
    return intents;
  }

  private async refundsOf(intent: string): Promise<ShownRefund[]> {
    const refunds: ShownRefund[] = [];
    const pages = { payment_intent: intent, limit: pageSize };
    for await (const { amount, metadata } of this.client.refunds.list(pages)) {
      refunds.push({ refundId: metadata?.['ledger_refund'], amount });
    }
    return refunds;
  }
}
