import { randomUUID } from 'node:crypto';
import type { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { sandboxIntent } from '../support/sandbox-intent.js';
import type { RunningSystem } from '../support/system.js';

/** An order number that would run a script if a page inserted it as HTML. */
export const hostile = '<img src=x onerror=alert(1)>';

/**
 * A text with characters that reverse the writing direction. Text after it is reversed too, unless
 * the page isolates it.
 */
const turned = '\u202e0001 - refunded\u2067';

/** A text of 200 characters without a place to break the line. */
const endless = 'W'.repeat(200);

export interface Seeded {
  /**
   * An order that was partly captured and partly refunded. Both the capture and the refund are in a
   * settlement.
   */
  readonly orderId: string;
  readonly number: string;
  readonly reference: string;
  readonly events: number;
  /** An order of which nothing was captured. */
  readonly openOrderId: string;
  /**
   * An order with texts that break careless pages: HTML, reversed writing direction, very long
   * words.
   */
  readonly hostileOrderId: string;
  readonly settlementId: string;
  /** A client with the scope `orders:read` only. */
  readonly orderReader: { readonly clientId: string; readonly clientSecret: string };
  /** A client that may register orders, but has no scope for reading. */
  readonly blind: { readonly clientId: string; readonly clientSecret: string };
}

const shoes = { articleNumber: 'S-1', description: 'Shoes', unitPrice: 9_800, vatRate: 25 };
const book = { articleNumber: 'B-1', description: 'Book', unitPrice: 15_000, vatRate: 6 };

interface Registration {
  readonly orderNumber: string;
  readonly lastName?: string;
  readonly [name: string]: unknown;
}

const registration = ({ orderNumber, lastName = 'Holgersson', ...more }: Registration) => ({
  store: 'demo-se',
  orderNumber,
  paymentMethod: 'invoice',
  authorization: { status: 'authorized' },
  customer: { reference: `c-${orderNumber}`.slice(0, 128), firstName: 'Astrid', lastName },
  rows: [
    { ...shoes, quantity: 2 },
    { ...book, quantity: 1 },
  ],
  ...more,
});

/**
 * Posts a request and returns the body of its answer.
 *
 * @throws Error if the status is 300 or above
 */
export const post = async <Made>(
  caller: LedgerCaller,
  path: string,
  body: object,
): Promise<Made> => {
  const made = await caller.post(path, body, { 'Idempotency-Key': randomUUID() });
  if (made.status >= 300) throw new Error(`${path}: ${JSON.stringify(made.body)}`);
  return made.body as Made;
};

/** Registers an order of 346.00 SEK (two pairs of shoes and a book) and returns its id. */
export const register = async (caller: LedgerCaller, wanted: Registration): Promise<string> =>
  (await post<{ orderId: string }>(caller, '/v1/orders', registration(wanted))).orderId;

const registerHostile = async (caller: LedgerCaller): Promise<string> => {
  const orderId = await register(caller, {
    orderNumber: hostile,
    customer: {
      ...{ reference: hostile, firstName: turned, lastName: endless.slice(0, 128) },
      ...{ company: '🧨'.repeat(60), email: '"<b>@example.com', phone: '<script>1</script>' },
    },
    rows: [
      { ...shoes, articleNumber: hostile, description: endless, quantity: 2 },
      { ...book, articleNumber: '🧨', description: turned, quantity: 1 },
    ],
  });
  await post(caller, `/v1/orders/${orderId}/captures`, {
    ...{ amount: 9_800, reference: turned, description: hostile },
  });
  await post(caller, `/v1/orders/${orderId}/refunds`, { amount: 100, reference: hostile });
  return orderId;
};

/**
 * Captures 95.02 SEK of a card order. An order without a payment intent cannot be captured at the
 * gateway, so its capture stays `requested`.
 */
const captureByCard = async (
  caller: LedgerCaller,
  { orderNumber, paymentIntent }: { orderNumber: string; paymentIntent?: string },
): Promise<void> => {
  const orderId = await register(caller, {
    ...{ orderNumber, paymentMethod: 'card' },
    authorization: { status: 'authorized', ...(paymentIntent && { paymentIntent }) },
  });
  await post(caller, `/v1/orders/${orderId}/captures`, { amount: 9_502, reference: 'tap' });
};

const seedCards = async (caller: LedgerCaller, { runFile }: RunningSystem): Promise<void> => {
  const { gatewayUrl = '' } = runFile;
  const intent = (paymentMethod: string) =>
    sandboxIntent(gatewayUrl, { amount: 34_600, paymentMethod });
  await captureByCard(caller, { orderNumber: 'CARD-WAITS' });
  await captureByCard(caller, {
    ...{ orderNumber: 'CARD-SETTLED', paymentIntent: await intent('pm_card_visa') },
  });
  await captureByCard(caller, {
    orderNumber: 'CARD-FAILED',
    paymentIntent: await intent('pm_card_visa_declineOnCapture'),
  });
};

/**
 * Creates the data for the tests: orders, of which some are captured, refunded and settled, and API
 * clients with few scopes.
 */
export const seed = async (caller: LedgerCaller, system: RunningSystem): Promise<Seeded> => {
  const [number, reference] = ['K-100', 'parcel-7'];
  const orderId = await register(caller, { orderNumber: number, lastName: 'Lindgren' });
  const openOrderId = await register(caller, { orderNumber: 'K-101' });
  const hostileOrderId = await registerHostile(caller);
  const item = { ...shoes, quantity: 1 };
  const capture = { amount: 9_800, items: [item], reference };
  await post(caller, `/v1/orders/${orderId}/captures`, capture);
  await post(caller, `/v1/orders/${orderId}/refunds`, { amount: 2_500, reference: 'scratched' });
  const cancelled = await post<{ position: string; revision: string }>(
    caller,
    `/v1/orders/${orderId}/cancellation`,
    { reference: 'sold out' },
  );
  await caller.get(`/v1/orders/${orderId}?position=${cancelled.position}`, { Prefer: 'wait=20' });
  const { settlementId } = await post<{ settlementId: string }>(caller, '/v1/settlements', {
    store: 'demo-se',
  });
  await seedCards(caller, system);
  const client = (clientId: string, scopes: readonly string[]) =>
    post<Seeded['blind']>(caller, '/v1/clients', { clientId, stores: ['demo-se'], scopes });
  return {
    ...{ orderId, number, reference, openOrderId, hostileOrderId, settlementId },
    events: Number(cancelled.revision) + 1,
    orderReader: await client('order-reader', ['orders:read']),
    blind: await client('blind', ['orders:write']),
  };
};
