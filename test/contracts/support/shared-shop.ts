import { randomUUID } from 'node:crypto';
import type { LedgerUnderTest } from '../../../apps/api/src/contracts/ledger/testing/use-ledger.js';
import { sandboxIntent } from '../../support/sandbox-intent.js';

/** The contracts (APIs of the ledger) through which the spec acts on the same orders. */
export const contractNames = [
  ...(['ledger', 'walley', 'woopayments', 'woo-store', 'medusa', 'akinon'] as const),
] as const;

export type ContractName = (typeof contractNames)[number];

export interface SharedOrder {
  readonly id: string;
  /** The order number, made of digits only, because some of the APIs accept no other characters. */
  readonly number: string;
  /** A secret that a guest without an account needs to see the order in the shop. */
  readonly key: string;
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

/**
 * The ways to pay an order. `card` is authorised before the order is registered, and `checkout`
 * when the shopper checks out. `bacs` is a bank transfer.
 */
export const payments = ['invoice', 'card', 'declining card', 'checkout', 'bacs'] as const;

export interface OrderWanted {
  readonly rows: readonly { readonly unitPrice: number; readonly quantity: number }[];
  readonly payment: (typeof payments)[number];
}

const testCards = {
  ...{ card: 'pm_card_visa', checkout: 'pm_card_visa' },
  'declining card': 'pm_card_visa_declineOnCapture',
} as const;

const shopper = 'anna@example.com';

type HeaderTexts = Readonly<Record<string, string>>;
type Credentials = Readonly<Record<ContractName, HeaderTexts>>;

/** A shop (a store of the ledger). The spec changes its orders through all of the ledger's APIs. */
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
    const medusa = await keyOf({ kind: 'medusa', email: shopper, password });
    const basic = `${woo['consumerKey'] ?? ''}:${woo['consumerSecret'] ?? ''}`;
    const bearer = { Authorization: ledger.demo.authorization };
    return new SharedShop(ledger, {
      ...{ ledger: bearer, walley: bearer, 'woo-store': {} },
      woopayments: { Authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
      medusa: { 'x-medusa-access-token': medusa['apiToken'] ?? '' },
      akinon: { Authorization: `Token ${akinon['token'] ?? ''}` },
    });
  }

  async register({ rows, payment }: OrderWanted): Promise<SharedOrder> {
    this.#number += 1;
    const number = String(this.#number);
    const key = `wc_order_${number}`;
    const amount = rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
    const answer = await this.send('ledger', {
      path: '/v1/orders',
      body: {
        ...{ store: this.store, orderNumber: number, rows, customer: { email: shopper } },
        ...(await this.#paymentOf(payment, { amount, orderNumber: number })),
        attributes: { woo: { orderKey: key } },
      },
    });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    const { orderId } = answer.body as { orderId: string };
    const order = { id: orderId, number, key };
    if (payment === 'checkout' || payment === 'bacs') await this.#checkOut(order, payment);
    return order;
  }

  async #paymentOf(
    payment: OrderWanted['payment'],
    wanted: { readonly amount: number; readonly orderNumber: string },
  ): Promise<object> {
    const paymentMethod = payment === 'invoice' ? 'invoice' : 'card';
    if (payment === 'invoice') return { paymentMethod, authorization: { status: 'authorized' } };
    if (payment !== 'card' && payment !== 'declining card')
      return { paymentMethod, authorization: { status: 'pending' } };
    const card = { ...wanted, paymentMethod: testCards[payment] };
    const paymentIntent = await sandboxIntent(this.ledger.gatewayUrl, card);
    return { paymentMethod, authorization: { status: 'authorized', paymentIntent } };
  }

  /** The path in the shop's API at which a guest without an account sees or pays an order. */
  pathInShop(call: 'order' | 'checkout', { number, key }: SharedOrder): string {
    const guest = new URLSearchParams({ key, billing_email: shopper });
    return `/wp-json/wc/store/v1/${call}/${number}?${guest.toString()}`;
  }

  async #checkOut(order: SharedOrder, payment: 'checkout' | 'bacs'): Promise<void> {
    const cart = await this.send('woo-store', { path: '/wp-json/wc/store/v1/cart', method: 'GET' });
    const nonce = { Nonce: cart.headers.get('nonce') ?? '' };
    const card = [{ key: 'wcpay-payment-method', value: testCards.checkout }];
    const body = {
      billing_address: { country: 'SE' },
      ...(payment === 'bacs'
        ? { payment_method: 'bacs' }
        : { payment_method: 'woocommerce_payments', payment_data: card }),
    };
    const path = this.pathInShop('checkout', order);
    const paid = await this.send('woo-store', { path, body }, nonce);
    if (paid.status !== 200) throw new Error(JSON.stringify(paid.body));
  }

  async send(
    contract: ContractName,
    { path, method, body, key }: Request,
    headers: HeaderTexts = {},
  ): Promise<Answer> {
    const answer = await fetch(`${this.ledger.url}${path}`, {
      method: method ?? 'POST',
      headers: {
        ...this.credentials[contract],
        ...(method === undefined && { 'Content-Type': 'application/json' }),
        ...(key !== undefined && {
          [contract === 'walley' ? 'X-Idempotency' : 'Idempotency-Key']: key,
        }),
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
