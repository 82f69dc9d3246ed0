import { randomUUID } from 'node:crypto';
import type { Scope } from '#access';
import type { LedgerCaller } from '../../ledger/testing/ledger-caller.js';
import type { LedgerUnderTest } from '../../ledger/testing/use-ledger.js';

export interface AkinonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; undefined if the answer has no body. */
  readonly body: unknown;
}

const allScopes: readonly Scope[] = [
  ...(['orders:write', 'orders:read', 'captures:write', 'refunds:write'] as const),
];

/** Rows of the orders that these specs register: three pairs of shoes, and a bag. */
const rows = [
  { articleNumber: '1', description: 'Shoes', unitPrice: 9500, quantity: 3, vatRate: 25 },
  { articleNumber: '2', description: 'Bag', unitPrice: 5000, quantity: 1, vatRate: 25 },
];

/** A store with an Akinon token, whose orders are registered through `/v1`. */
export class AkinonShop {
  private constructor(
    readonly url: string,
    readonly store: string,
    readonly clientId: string,
    readonly username: string,
    readonly token: string,
    readonly ledger: LedgerCaller,
  ) {}

  static readonly password = 'a long password';

  static async open(
    ledger: LedgerUnderTest,
    { scopes = allScopes, store = {} }: { scopes?: readonly Scope[]; store?: object } = {},
  ): Promise<AkinonShop> {
    const client = await ledger.clientOf(scopes, store);
    const username = `u-${randomUUID()}`;
    const made = await ledger.demo.post(`/v1/clients/${client.clientId}/keys`, {
      ...{ kind: 'akinon', username, password: AkinonShop.password },
    });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    const { token } = made.body as { token: string };
    return new AkinonShop(
      ledger.url,
      client.store,
      client.clientId,
      username,
      token,
      client.caller,
    );
  }

  /** Registers an order; members of `content` replace the defaults. */
  async register(content: object = {}): Promise<{ id: string; number: string }> {
    const number = `n-${randomUUID()}`;
    const made = await this.ledger.post('/v1/orders', {
      ...{ store: this.store, orderNumber: number, paymentMethod: 'invoice', rows },
      authorization: { status: 'authorized' },
      ...content,
    });
    if (made.status !== 202) throw new Error(JSON.stringify(made.body));
    return { id: (made.body as { orderId: string }).orderId, number };
  }

  /**
   * Calls a path below `/api/v1` with the shop's token. A string body is sent unchanged; an object
   * is sent as JSON.
   */
  async send(
    path: string,
    body: object | string,
    {
      method = 'POST',
      headers = {},
    }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<AkinonAnswer> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Token ${this.token}`,
        'Content-Type': 'application/json',
        ...headers,
      },
      redirect: 'manual',
      ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  }

  capture(order: string, items?: readonly object[], key?: string): Promise<AkinonAnswer> {
    return this.send(
      '/capture-order/',
      { order, ...(items && { order_items: items }) },
      key === undefined ? {} : { headers: { 'Idempotency-Key': key } },
    );
  }

  /** The capture events in the order's history. */
  async capturesOf(id: string): Promise<readonly { type: string; amount: number }[]> {
    const { body } = await this.ledger.get(`/v1/orders/${id}/history`);
    const { entries } = body as { entries: { type: string; amount: number }[] };
    return entries.filter(({ type }) => /Captured|Replaced/.test(type));
  }
}
