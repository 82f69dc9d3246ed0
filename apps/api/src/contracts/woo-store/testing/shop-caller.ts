import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { LedgerUnderTest } from '../../ledger/testing/use-ledger.js';

export interface ShopAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface PendingOrder {
  readonly id: string;
  readonly number: string;
  readonly key: string;
}

export const email = 'anna@example.com';
const gatewayKey = { Authorization: 'Bearer sk_test_sandbox' };

interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface GatewayIntent {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly metadata: Readonly<Record<string, string>>;
}

let numbers = Date.now() % 1_000_000_000;

/** Calls the Store API as a shop front end, and `/v1` as the merchant. */
export class ShopCaller {
  nonce = '';

  constructor(readonly ledger: LedgerUnderTest) {}

  async send(path: string, { method = 'GET', headers = {}, body }: Sending = {}) {
    const answer = await fetch(`${this.ledger.url}/wp-json/wc/store${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    });
    const content = await answer.text();
    const read = content === '' ? {} : (JSON.parse(content) as Record<string, unknown>);
    return { status: answer.status, headers: answer.headers, body: read };
  }

  /** Gets the nonce that later calls need. */
  async begin(): Promise<void> {
    const { headers } = await this.send('/v1/cart');
    this.nonce = headers.get('Nonce') ?? '';
  }

  /** Registers an order of 285.00 SEK that waits for its payment. */
  async pending(content: object = {}): Promise<PendingOrder> {
    numbers += 1;
    const number = String(numbers);
    const { id, made } = await this.ledger.register({
      ...{ orderNumber: number, paymentMethod: 'card', authorization: { status: 'pending' } },
      customer: { email, firstName: 'Anna' },
      ...content,
    });
    const { attributes } = made.body as { attributes: { woo: { orderKey: string } } };
    return { id, number, key: attributes.woo.orderKey };
  }

  /** Pays by card; members of `body` and `headers` replace those of the default request. */
  async pay(
    { number, key }: PendingOrder,
    body: object | string = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ShopAnswer> {
    const request = { key, billing_email: email, ...card('pm_card_visa'), ...address };
    return this.send(`/v1/checkout/${number}`, {
      method: 'POST',
      headers: { Nonce: this.nonce, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify({ ...request, ...body }),
    });
  }

  async show({ number, key }: PendingOrder): Promise<ShopAnswer> {
    const query = new URLSearchParams({ key, billing_email: email }).toString();
    return this.send(`/v1/order/${number}?${query}`);
  }

  /** The types of the order's events. */
  async history({ id }: PendingOrder): Promise<string[]> {
    const { body } = await this.ledger.demo.get(`/v1/orders/${id}/history`);
    return (body as { entries: { type: string }[] }).entries.map(({ type }) => type);
  }

  /** The payment intents of the order at the gateway. */
  async intents({ number }: PendingOrder): Promise<GatewayIntent[]> {
    const url = `${this.ledger.gatewayUrl}/v1/payment_intents?limit=100`;
    const answer = await fetch(url, { headers: gatewayKey });
    const { data } = (await answer.json()) as { data: GatewayIntent[] };
    return data.filter(({ metadata }) => metadata['order_id'] === number);
  }

  /**
   * The currency of the cart that the API shows to a request with this `Host` header. The request
   * is made with `node:http`, because `fetch` does not allow setting the header.
   */
  async currencyAt(host: string): Promise<unknown> {
    const url = new URL('/wp-json/wc/store/v1/cart', this.ledger.url);
    const asked = httpRequest(url, { headers: { Host: host } }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const cart = JSON.parse(await text(answer)) as { totals: { currency_code: string } };
    return cart.totals.currency_code;
  }

  /**
   * Controls the gateway's sandbox, for example to make a later call fail or to authenticate as the
   * customer.
   */
  async sandbox(path: string, body: object = {}): Promise<void> {
    const answer = await fetch(`${this.ledger.gatewayUrl}/sandbox${path}`, {
      method: 'POST',
      headers: gatewayKey,
      body: new URLSearchParams(Object.entries(body) as [string, string][]),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

const address = { billing_address: { first_name: 'Anna', country: 'SE' } };

/** The part of a request body that pays with a test card of the sandbox, such as `pm_card_visa`. */
export const card = (value: string): object => ({
  payment_method: 'woocommerce_payments',
  payment_data: [{ key: 'wcpay-payment-method', value }],
});

export const paymentIn = ({ body }: ShopAnswer): Record<string, unknown> =>
  body['payment_result'] as Record<string, unknown>;

const sessionHeaders = ['Nonce', 'Nonce-Timestamp', 'User-ID', 'Cart-Token'];

/** Says for each of the session headers whether the answer has it. */
export const hasSession = ({ headers }: ShopAnswer): boolean[] =>
  sessionHeaders.map((name) => headers.has(name));

/** The expected result of `hasSession` if the answer has all session headers. */
export const fresh = [true, true, true, true];

export const codeOf = ({ status, body }: ShopAnswer): unknown[] => [status, body['code']];
