/**
 * Acts on the sandbox of the card gateway: pays as a customer, and refunds or delays as the
 * gateway's operator.
 */
export class SandboxPayments {
  constructor(private readonly url: string) {}

  /** Makes an intent that holds 285.00 SEK on a card for an order; `other` replaces parameters. */
  async held(other: Readonly<Record<string, string>> = {}): Promise<string> {
    const intent = await this.post('/v1/payment_intents', {
      ...{ amount: '28500', currency: 'sek', capture_method: 'manual' },
      ...{ payment_method: 'pm_card_visa', confirm: 'true' },
      ...other,
    });
    return intent.id;
  }

  /** Lets the sandbox's customer tap a card. */
  async tap(intent: string): Promise<void> {
    await this.post(`/sandbox/intents/${intent}/tap`, {});
  }

  async cancel(intent: string): Promise<void> {
    await this.post(`/v1/payment_intents/${intent}/cancel`, {});
  }

  /** Lets the card authorisation of the intent expire at the gateway. */
  async lapse(intent: string): Promise<void> {
    await this.post(`/sandbox/intents/${intent}/lapse`, {});
  }

  /** Refunds the whole payment at the gateway, without the ledger's knowledge. */
  async refund(intent: string): Promise<void> {
    await this.post('/v1/refunds', { payment_intent: intent });
  }

  async read(intent: string): Promise<{ readonly status: string; readonly metadata: object }> {
    const answer = await fetch(`${this.url}/v1/payment_intents/${intent}`, {
      headers: { Authorization: 'Bearer sk_test_sandbox' },
    });
    return (await answer.json()) as { status: string; metadata: object };
  }

  /** Runs `work`. Meanwhile the sandbox answers no request whose path contains `path`. */
  async whileAway<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
    await this.post('/sandbox/faults', { fault: 'drop-before-effect', next: '100', path });
    try {
      return await work();
    } finally {
      await fetch(`${this.url}/sandbox/faults`, { method: 'DELETE' });
    }
  }

  private async post(
    path: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<{ readonly id: string }> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { Authorization: 'Bearer sk_test_sandbox' },
      body: new URLSearchParams(parameters),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  }
}
