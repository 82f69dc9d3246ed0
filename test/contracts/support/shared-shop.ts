import { randomUUID } from 'node:crypto';
import type { LedgerUnderTest } from '../../../apps/api/src/contracts/ledger/testing/use-ledger.js';
import { sandboxIntent } from '../../support/sandbox-intent.js';

/** The contracts that act on the same orders. */
export type ContractName = 'ledger' | 'walley' | 'woopayments' | 'akinon';

export interface SharedOrder {
  readonly id: string;
  /** Digits. */
  readonly number: string;
  /** Of a card order. */
  readonly intent?: string;
}

export interface Request {
  readonly path: string;
  readonly method?: 'GET';
  readonly body?: object;
  readonly key?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface OrderWanted {
  readonly rows: readonly { readonly unitPrice: number; readonly quantity: number }[];
  /** The test card of a card order; an invoice order without it. */
  readonly card?: string | undefined;
}

const keyHeaders: Readonly<Record<ContractName, string>> = {
  ledger: 'Idempotency-Key',
  walley: 'X-Idempotency',
  woopayments: 'Idempotency-Key',
  akinon: 'Idempotency-Key',
};

type Credentials = Readonly<Record<ContractName, string>>;

/** One store, that of the demo client, which calls through every contract. */
export class SharedShop {
  readonly store = 'demo-se';
  #number = 700_000;

  private constructor(
    readonly ledger: LedgerUnderTest,
    private readonly credentials: Credentials,
  ) {}

  static async open(ledger: LedgerUnderTest): Promise<SharedShop> {
    const keyOf = async (content: object): Promise<Record<string, string>> => {
      const { body } = await ledger.demo.post('/v1/clients/demo/keys', content);
      return body as Record<string, string>;
    };
    const woo = await keyOf({ kind: 'woocommerce', permission: 'read_write' });
    const password = randomUUID();
    const akinon = await keyOf({ kind: 'akinon', username: 'across', password });
    const basic = `${woo['consumerKey'] ?? ''}:${woo['consumerSecret'] ?? ''}`;
    return new SharedShop(ledger, {
      ledger: ledger.demo.authorization,
      walley: ledger.demo.authorization,
      woopayments: `Basic ${Buffer.from(basic).toString('base64')}`,
      akinon: `Token ${akinon['token'] ?? ''}`,
    });
  }

  async register({ rows, card }: OrderWanted): Promise<SharedOrder> {
    this.#number += 1;
    const number = String(this.#number);
    const amount = rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
    const { gatewayUrl } = this.ledger;
    const wanted = { amount, orderNumber: number };
    const intent = card && (await sandboxIntent(gatewayUrl, { ...wanted, paymentMethod: card }));
    const answer = await this.send('ledger', {
      path: '/v1/orders',
      body: {
        ...{ store: this.store, orderNumber: number, rows },
        paymentMethod: intent === undefined ? 'invoice' : 'card',
        authorization: { status: 'authorized', ...(intent && { paymentIntent: intent }) },
      },
    });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    const { orderId } = answer.body as { orderId: string };
    return { id: orderId, number, ...(intent && { intent }) };
  }

  async send(
    contract: ContractName,
    { path, method, body, key }: Request,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const answer = await fetch(`${this.ledger.url}${path}`, {
      method: method ?? 'POST',
      headers: {
        Authorization: this.credentials[contract],
        ...(method === undefined && { 'Content-Type': 'application/json' }),
        ...(key !== undefined && { [keyHeaders[contract]]: key }),
        ...headers,
      },
      ...(method === undefined && { body: JSON.stringify(body ?? {}) }),
    });
    const text = await answer.text();
    const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
    };
  }
}
