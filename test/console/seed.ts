import { randomUUID } from 'node:crypto';
import type { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';

/** A number that would run if it were anything but a text. */
export const hostile = '<img src=x onerror=alert(1)>';

export interface Seeded {
  /** Captured in part and refunded in part, and in a settlement. */
  readonly orderId: string;
  readonly number: string;
  readonly reference: string;
  readonly events: number;
  /** Nothing of it is captured. */
  readonly openOrderId: string;
  readonly settlementId: string;
  /** A client that may read orders and nothing else. */
  readonly orderReader: { readonly clientId: string; readonly clientSecret: string };
}

const shoes = { articleNumber: 'S-1', description: 'Shoes', unitPrice: 9_800, vatRate: 25 };
const book = { articleNumber: 'B-1', description: 'Book', unitPrice: 15_000, vatRate: 6 };

const registration = (orderNumber: string, lastName: string) => ({
  store: 'demo-se',
  orderNumber,
  paymentMethod: 'invoice',
  authorization: { status: 'authorized' },
  customer: { reference: `c-${orderNumber.length}`, firstName: 'Astrid', lastName },
  rows: [
    { ...shoes, quantity: 2 },
    { ...book, quantity: 1 },
  ],
});

/** Registers orders, captures, refunds and settles some of them, and makes a client. */
export const seed = async (caller: LedgerCaller): Promise<Seeded> => {
  const post = async <Made>(path: string, body: object): Promise<Made> => {
    const made = await caller.post(path, body, { 'Idempotency-Key': randomUUID() });
    if (made.status >= 300) throw new Error(`${path}: ${JSON.stringify(made.body)}`);
    return made.body as Made;
  };
  const register = async (number: string, lastName: string): Promise<string> =>
    (await post<{ orderId: string }>('/v1/orders', registration(number, lastName))).orderId;
  const [number, reference] = ['K-100', 'parcel-7'];
  const orderId = await register(number, 'Lindgren');
  const openOrderId = await register('K-101', 'Holgersson');
  await register(hostile, '<b>bold</b>');
  const item = { ...shoes, quantity: 1 };
  await post(`/v1/orders/${orderId}/captures`, { amount: 9_800, items: [item], reference });
  await post(`/v1/orders/${orderId}/refunds`, { amount: 2_500, reference: 'scratched' });
  const cancelled = await post<{ position: string; revision: string }>(
    `/v1/orders/${orderId}/cancellation`,
    { reference: 'sold out' },
  );
  await caller.get(`/v1/orders/${orderId}?position=${cancelled.position}`, { Prefer: 'wait=20' });
  const cut = await post<{ settlementId: string }>('/v1/settlements', { store: 'demo-se' });
  const orderReader = await post<Seeded['orderReader']>('/v1/clients', {
    clientId: 'order-reader',
    stores: ['demo-se'],
    scopes: ['orders:read'],
  });
  return {
    ...{ orderId, number, reference, openOrderId, orderReader },
    events: Number(cancelled.revision) + 1,
    settlementId: cut.settlementId,
  };
};
