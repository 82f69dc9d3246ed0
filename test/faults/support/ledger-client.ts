import type { RunningSystem } from '../../support/system.js';

export interface OrderAnswer {
  readonly total: number;
  readonly captured: number;
  readonly remaining: number;
  readonly revision: string;
  readonly captures: readonly { readonly captureId: string; readonly amount: number }[];
}

const post = (body: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/**
 * A client for the calls of `/v1` that fault tests need. Captures under load go through
 * `CaptureClient`, which repeats them.
 */
export class LedgerClient {
  private constructor(
    private readonly url: string,
    readonly token: string,
  ) {}

  static async open(system: RunningSystem): Promise<LedgerClient> {
    const response = await fetch(`${system.url}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: system.clientId,
        client_secret: system.clientSecret,
      }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    return new LedgerClient(system.url, token);
  }

  /** Registers an authorised invoice order with one row, and returns its id. */
  async register(orderNumber: string, total: number): Promise<string> {
    return this.registerOrder(orderNumber, total, { paymentMethod: 'invoice' });
  }

  /** Registers a card order of 285.00 kr with a payment intent, and returns the id of the order. */
  async registerCard(orderNumber: string, paymentIntent: string): Promise<string> {
    return this.registerOrder(orderNumber, 28_500, { paymentMethod: 'card', paymentIntent });
  }

  /** Requests a capture of an amount, or of all that remains, and returns the id of the capture. */
  async capture(
    orderId: string,
    amount: number | 'remaining',
    idempotencyKey?: string,
  ): Promise<string> {
    const { headers, ...request } = post({ amount });
    const answer = await this.call(`/v1/orders/${orderId}/captures`, {
      ...request,
      headers: { ...headers, ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) },
    });
    return (answer as { captureId: string }).captureId;
  }

  async refund(orderId: string, amount: number): Promise<void> {
    await this.call(`/v1/orders/${orderId}/refunds`, post({ amount }));
  }

  /**
   * Cancels all that is not captured. For a card order, the worker then releases the rest of the
   * authorisation at the gateway.
   */
  async cancel(orderId: string): Promise<void> {
    await this.call(`/v1/orders/${orderId}/cancellation`, post({}));
  }

  /** Returns the order as the read model shows it. */
  async order(orderId: string): Promise<unknown> {
    return this.call(`/v1/orders/${orderId}`);
  }

  private async registerOrder(
    orderNumber: string,
    total: number,
    payment: { readonly paymentMethod: 'card' | 'invoice'; readonly paymentIntent?: string },
  ): Promise<string> {
    const { paymentMethod, paymentIntent } = payment;
    const answer = await this.call('/v1/orders', {
      ...post({
        store: 'demo-se',
        orderNumber,
        currency: 'SEK',
        salesSegment: 'B2C',
        paymentMethod,
        rows: [
          { articleNumber: 'a', description: 'All', unitPrice: total, quantity: 1, vatRate: 25 },
        ],
        authorization: { status: 'authorized', ...(paymentIntent && { paymentIntent }) },
      }),
    });
    return (answer as { orderId: string }).orderId;
  }

  /**
   * Returns the order if the read model has reached `revision`. Otherwise returns `undefined`, so
   * that the caller polls again.
   */
  async orderAt(orderId: string, revision: number): Promise<OrderAnswer | undefined> {
    const order = (await this.call(`/v1/orders/${orderId}`)) as OrderAnswer;
    return Number(order.revision) >= revision ? order : undefined;
  }

  private async call(path: string, request: RequestInit = {}): Promise<unknown> {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${this.token}`);
    const response = await fetch(`${this.url}${path}`, { ...request, headers });
    if (response.status >= 300)
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
