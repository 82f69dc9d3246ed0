import { randomUUID } from 'node:crypto';
import { type Scope, scopes as allScopes } from '#access';
import { until } from '../../../../../../test/support/until.js';
import type { LedgerCaller } from '../../ledger/testing/ledger-caller.js';
import { type LedgerUnderTest, registration } from '../../ledger/testing/use-ledger.js';

export interface MedusaAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON; `{}` if the answer is not JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** An order in an answer. */
export type ShownOrder = Readonly<Record<string, unknown>>;

interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export const password = 'a long password';

/** A new store with a key of the kind `medusa`. */
export class MedusaShop {
  #orders = 0;

  private constructor(
    readonly ledger: LedgerUnderTest,
    readonly store: string,
    readonly clientId: string,
    readonly caller: LedgerCaller,
    readonly email: string,
    readonly apiToken: string,
  ) {}

  static async make(
    ledger: LedgerUnderTest,
    scopes: readonly Scope[] = allScopes,
  ): Promise<MedusaShop> {
    const { store, clientId, caller } = await ledger.clientOf(scopes);
    const email = `${randomUUID()}@shop.example`;
    const made = await ledger.demo.post(`/v1/clients/${clientId}/keys`, {
      ...{ kind: 'medusa', email, password },
    });
    const { apiToken } = made.body as { apiToken: string };
    return new MedusaShop(ledger, store, clientId, caller, email, apiToken);
  }

  /** Registers an invoice order of 285.00 SEK and returns its number. */
  async order(content: object = {}): Promise<string> {
    this.#orders += 1;
    const orderNumber = `order_${String(this.#orders).padStart(4, '0')}`;
    const order = registration({ store: this.store, orderNumber, ...content });
    const made = await this.caller.post('/v1/orders', order);
    if (made.status !== 202) throw new Error(JSON.stringify(made.body));
    return (order as { orderNumber: string }).orderNumber;
  }

  /** Registers a card order with an authorised intent at the gateway sandbox. */
  async cardOrder(
    paymentMethod = 'pm_card_visa',
    { unitPrice = 28_500 }: { readonly unitPrice?: number } = {},
  ): Promise<string> {
    const answer = await fetch(`${this.ledger.gatewayUrl}/v1/payment_intents`, {
      method: 'POST',
      headers: { Authorization: 'Bearer sk_test_sandbox' },
      body: new URLSearchParams({
        ...{ amount: String(unitPrice), currency: 'sek', 'payment_method_types[0]': 'card' },
        ...{ capture_method: 'manual', confirm: 'true', payment_method: paymentMethod },
      }),
    });
    const { id } = (await answer.json()) as { id: string };
    return this.order({
      paymentMethod: 'card',
      rows: [{ description: 'Shoes', unitPrice, quantity: 1, vatRate: 25 }],
      authorization: { status: 'authorized', paymentIntent: id },
    });
  }

  /** The id of the payment intent at the gateway that pays the order. */
  async intentOf(number: string): Promise<string> {
    const { payments } = orderOf(await this.get(`/admin/orders/${number}`));
    const [payment] = payments as { data: { id: string } }[];
    return payment?.data.id ?? '';
  }

  /** The types of the events in the order's history. */
  async eventsOf(number: string): Promise<string[]> {
    const { body } = await this.caller.send(`/v1/orders/${await this.orderId(number)}/history`);
    return (body as { entries: { type: string }[] }).entries.map(({ type }) => type);
  }

  /** The ledger's id of the order. Waits until the read model has the order. */
  async orderId(number: string): Promise<string> {
    let orderId: string | undefined;
    await until(async () => {
      const { body } = await this.caller.send(`/v1/orders?store=${this.store}&number=${number}`);
      [{ orderId }] = [...(body as { items: { orderId?: string }[] }).items, {}];
      return orderId !== undefined;
    });
    return orderId ?? '';
  }

  /** Sends a request. If `headers` is left out, the request is authenticated by the API token. */
  async send(
    path: string,
    { method = 'POST', headers, body }: Sending = {},
  ): Promise<MedusaAnswer> {
    const answer = await fetch(this.ledger.url + path, {
      method,
      headers: headers ?? { 'x-medusa-access-token': this.apiToken },
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    const parsed = isJson ? (JSON.parse(text) as MedusaAnswer['body']) : {};
    return { status: answer.status, headers: answer.headers, text, body: parsed };
  }

  /** Sends a request that is authenticated by the API token and has these headers as well. */
  async sendWith(
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string | Uint8Array<ArrayBuffer>,
  ): Promise<MedusaAnswer> {
    const all = { 'x-medusa-access-token': this.apiToken, ...headers };
    return this.send(path, { headers: all, ...(body !== undefined && { body }) });
  }

  async get(path: string): Promise<MedusaAnswer> {
    return this.send(path, { method: 'GET' });
  }

  async json(path: string, body: object): Promise<MedusaAnswer> {
    return this.sendWith(path, { 'Content-Type': 'application/json' }, JSON.stringify(body));
  }

  /** Captures an order and returns it. */
  async capture(number: string): Promise<ShownOrder> {
    return orderOf(await this.send(`/admin/orders/${number}/capture`));
  }
}

export const orderOf = ({ body, text }: MedusaAnswer): ShownOrder => {
  if (typeof body['order'] !== 'object') throw new Error(`No order: ${text}`);
  return body['order'] as ShownOrder;
};
