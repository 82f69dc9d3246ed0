import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { demoClient } from './api-under-test.js';
import type { Credentials } from './api-under-test.js';
import { waitMsMax } from './until.js';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body of the answer, parsed as JSON. */
  readonly json: unknown;
}

interface Row {
  readonly articleNumber?: string;
  readonly description: string;
  /** The price of one piece in minor units. */
  readonly unitPrice: number;
  readonly quantity: number;
  readonly vatRate?: number;
}

/** The rows of the example order in walley.md, 285.00 kr in all. */
export const shoesAndShirts: readonly Row[] = [
  { articleNumber: '10001', description: 'Shoes', unitPrice: 9500, quantity: 1, vatRate: 25 },
  { articleNumber: '10002', description: 'T-Shirt', unitPrice: 9500, quantity: 2, vatRate: 25 },
];

/** Calls the Walley API as a merchant's backend does: over HTTP, with an access token. */
export class WalleyCaller {
  private constructor(
    private readonly url: string,
    readonly authorization: string,
  ) {}

  static async of(url: string, client: Credentials = demoClient): Promise<WalleyCaller> {
    const answer = await fetch(`${url}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.clientId,
        client_secret: client.clientSecret,
      }),
    });
    if (answer.status !== 200) throw new Error(`No token: ${await answer.text()}`);
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return new WalleyCaller(url, `Bearer ${token}`);
  }

  async call(path: string, init: RequestInit = {}): Promise<WireAnswer> {
    const headers = new Headers(init.headers);
    if (!headers.has('Authorization')) headers.set('Authorization', this.authorization);
    const answer = await fetch(this.url + path, { ...init, headers });
    const text = await answer.text();
    const isJson = answer.headers.get('Content-Type')?.includes('json') ?? false;
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  }

  /** Registers an order through `/v1` and returns its id. */
  async register(order: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const body = {
      store: 'demo-se',
      orderNumber: randomUUID(),
      paymentMethod: 'invoice',
      rows: shoesAndShirts,
      authorization: { status: 'authorized' },
      ...order,
    };
    const answer = await this.call('/v1/orders', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status !== 202) throw new Error(`Not registered: ${answer.text}`);
    return (answer.json as { orderId: string }).orderId;
  }

  /**
   * Posts a capture. A string or bytes are sent unchanged, so that a test can send malformed
   * bodies. Any other body is sent as JSON.
   */
  async capture(
    orderId: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<WireAnswer> {
    return this.call(`/manage/orders/${orderId}/capture`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body:
        typeof body === 'string' || body instanceof Uint8Array
          ? (body as string)
          : JSON.stringify(body),
    });
  }

  /**
   * Posts a change of the order: `cancel`, `refund`, `reauthorize` or `extend`, with an idempotency
   * key if one is given. A string is sent unchanged; any other body is sent as JSON.
   */
  async change(
    orderId: string,
    change: string | { readonly action: string; readonly key: string },
    body?: unknown,
  ): Promise<WireAnswer> {
    const { action, key } =
      typeof change === 'string' ? { action: change, key: undefined } : change;
    return this.call(`/manage/orders/${orderId}/${action}`, {
      method: 'POST',
      headers: key === undefined ? {} : { 'X-Idempotency': key },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /**
   * Reads the order once the read model includes the change. The change is identified by the
   * `X-Request-Id` of its answer.
   */
  async orderAfter({ headers }: WireAnswer, orderId: string): Promise<WalleyOrderShown> {
    const id = headers.get('X-Request-Id') ?? '';
    const answer = await this.call(`/manage/orders/${orderId}?correlationId=${id}`);
    if (answer.status !== 200) throw new Error(`Not shown: ${answer.text}`);
    return (answer.json as { data: WalleyOrderShown }).data;
  }

  /** Reads the order, and waits until it has at least `captures` captures. */
  async order(orderId: string, captures = 0): Promise<WalleyOrderShown> {
    const end = Date.now() + waitMsMax;
    for (;;) {
      const answer = await this.call(`/manage/orders/${orderId}`);
      const shown = answer.json as { data: WalleyOrderShown };
      if (answer.status === 200 && shown.data.invoices.length >= captures) return shown.data;
      if (Date.now() > end) throw new Error(`Not shown in time: ${answer.text}`);
      await delay(20);
    }
  }
}

export interface WalleyOrderShown {
  readonly status: string;
  readonly totalAmount: number;
  readonly items: readonly {
    readonly articleNumber: string | null;
    readonly description: string;
    readonly price: number;
    readonly quantity: number;
    readonly vatRate: number;
    readonly capturedQuantity: number;
  }[];
  readonly invoices: readonly { readonly id: string; readonly amount: number }[];
}

/** The reason of each error in an error answer, in the order in which the answer lists them. */
export const reasonsOf = (answer: WireAnswer): readonly string[] =>
  (answer.json as { error: { errors: { reason: string }[] } }).error.errors.map(
    ({ reason }) => reason,
  );
