import { createHmac, randomUUID } from 'node:crypto';
import type { Scope } from '#access';
import { LedgerCaller } from '../../ledger/testing/ledger-caller.js';
import type { LedgerUnderTest } from '../../ledger/testing/use-ledger.js';

export interface ConsumerKey {
  /** The URL in `/v1` with which the key can be revoked. */
  readonly location?: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

export interface WooAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A new store with a consumer key. The store's orders are paid by card. */
export class WooStore {
  #maker: Promise<LedgerCaller> | undefined;
  #numbers = Math.floor(Math.random() * 1_000_000) * 1_000;

  private constructor(
    readonly ledger: LedgerUnderTest,
    readonly store: string,
    readonly clientId: string,
    readonly key: ConsumerKey,
  ) {}

  static async make(
    ledger: LedgerUnderTest,
    {
      scopes = ['captures:write', 'orders:read'] as readonly Scope[],
      permission = 'read_write',
    } = {},
  ): Promise<WooStore> {
    const { store, clientId } = await ledger.clientOf(scopes);
    const key = await WooStore.keyOf(ledger, clientId, permission);
    return new WooStore(ledger, store, clientId, key);
  }

  static async keyOf(
    ledger: LedgerUnderTest,
    clientId: string,
    permission: string,
  ): Promise<ConsumerKey> {
    const body = { kind: 'woocommerce', permission };
    const made = await ledger.demo.post(`/v1/clients/${clientId}/keys`, body);
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    const location = made.headers.get('location') ?? '';
    return { ...(made.body as ConsumerKey), location };
  }

  /** Registers a card order that still has to be paid; returns its number and id. */
  async pendingOrder(content: object = {}): Promise<{ number: string; id: string }> {
    return this.#register({ authorization: { status: 'pending' }, ...content });
  }

  /** Registers a card order whose payment intent was already authorised at the gateway. */
  async authorizedOrder(paymentMethod = 'pm_card_visa', content: object = {}) {
    const number = String(this.#numbers + 1);
    const intent = await this.#confirmedIntent(number, paymentMethod);
    const authorization = { status: 'authorized', paymentIntent: intent };
    return { ...(await this.#register({ authorization, ...content })), intent };
  }

  async #register(content: object): Promise<{ number: string; id: string }> {
    this.#numbers += 1;
    const number = String(this.#numbers);
    const { id } = await this.ledger.register(
      { store: this.store, orderNumber: number, paymentMethod: 'card', ...content },
      await this.registrar(),
    );
    return { number, id };
  }

  async #confirmedIntent(number: string, paymentMethod: string): Promise<string> {
    const answer = await fetch(`${this.ledger.gatewayUrl}/v1/payment_intents`, {
      method: 'POST',
      headers: { Authorization: 'Bearer sk_test_sandbox' },
      body: new URLSearchParams({
        ...{ amount: '28500', currency: 'sek', 'payment_method_types[0]': 'card' },
        ...{ capture_method: 'manual', confirm: 'true', payment_method: paymentMethod },
        'metadata[order_id]': number,
      }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { id: string }).id;
  }

  /**
   * A client of `/v1` that acts for this store. The administrator cannot act for the store, but can
   * make a client that may.
   */
  async registrar(): Promise<LedgerCaller> {
    this.#maker ??= this.#makeRegistrar();
    return this.#maker;
  }

  async #makeRegistrar(): Promise<LedgerCaller> {
    const client = {
      clientId: `c-${randomUUID()}`,
      stores: [this.store],
      scopes: ['orders:write', 'orders:read', 'captures:write', 'refunds:write'],
    };
    const { body } = await this.ledger.demo.post('/v1/clients', client);
    const { clientId, clientSecret } = body as { clientId: string; clientSecret: string };
    return LedgerCaller.authenticate(this.ledger.url, clientId, clientSecret);
  }

  /** Lets the sandbox's customer tap a card at the terminal. */
  async tap(intentId: string): Promise<void> {
    const url = `${this.ledger.gatewayUrl}/sandbox/intents/${intentId}/tap`;
    const headers = { Authorization: 'Bearer sk_test_sandbox' };
    const answer = await fetch(url, { method: 'POST', headers });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /**
   * Calls an action of an order over http. The request is signed by this class and not by the
   * published client.
   */
  async call(
    number: string,
    action: string,
    body: object | string = {},
    other: { readonly headers?: Record<string, string>; readonly query?: string } = {},
  ): Promise<WooAnswer> {
    const content = typeof body === 'string' ? body : JSON.stringify(body);
    return this.sendSigned('POST', `payments/orders/${number}/${action}`, {
      ...other,
      body: content,
      headers: { 'Content-Type': 'application/json', ...other.headers },
    });
  }

  /**
   * Sends a request over http. The request is signed by this class and not by the published client.
   */
  async sendSigned(
    method: string,
    address: string,
    {
      query: given = '',
      ...request
    }: { query?: string; body?: string; headers?: Record<string, string> } = {},
  ): Promise<WooAnswer> {
    const url = `${this.ledger.url}/wp-json/wc/v3/${address}`;
    const query = new URLSearchParams(given);
    for (const [name, value] of oauthOf(this.key, url, query, {}, method)) query.set(name, value);
    return send(`${url}?${query.toString()}`, { method, ...request });
  }

  /**
   * The types of the events in the order's history, and the order's status after the last event.
   */
  async history(id: string): Promise<{ types: readonly string[]; status: string }> {
    const { body } = await (await this.registrar()).get(`/v1/orders/${id}/history`);
    const { entries } = body as { entries: { type: string; after: { status: string } }[] };
    const status = entries.at(-1)?.after.status ?? '';
    return { types: entries.map(({ type }) => type), status };
  }
}

/** Sends a request and reads the answer. */
export const send = async (url: string, request: RequestInit): Promise<WooAnswer> => {
  const answer = await fetch(url, request);
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
};

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);

/**
 * The OAuth parameters of a request, with the signature. `changes` replaces parameters before
 * signing.
 */
export const oauthOf = (
  { consumerKey, consumerSecret }: ConsumerKey,
  url: string,
  query: URLSearchParams = new URLSearchParams(),
  changes: Readonly<Record<string, string>> = {},
  method = 'POST',
): URLSearchParams => {
  const oauth = new URLSearchParams({
    oauth_consumer_key: consumerKey,
    oauth_nonce: randomUUID(),
    oauth_signature_method: 'HMAC-SHA256',
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    ...changes,
  });
  const pairs = [...query, ...oauth].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const base = `${method}&${encode(url)}&${encode(pairs.sort().join('&'))}`;
  const signature = createHmac('sha256', `${consumerSecret}&`).update(base).digest('base64');
  oauth.set('oauth_signature', signature);
  return oauth;
};
