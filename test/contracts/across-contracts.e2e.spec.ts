import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { useLedger } from '../../apps/api/src/contracts/ledger/testing/use-ledger.js';
import { eventually } from '../support/system.js';
import { type Command, type Plan, plans, requestOf } from './support/commands.js';
import { type LoggedOrder, LoggedOrders } from './support/logged-orders.js';
import { type Answer, type SharedOrder, SharedShop } from './support/shared-shop.js';
import {
  akinonView,
  gatewayView,
  ledgerView,
  medusaView,
  type View,
  walleyView,
  wooStoreView,
} from './support/views.js';

/**
 * The ledger offers several APIs ("contracts"), such as Walley's and Medusa's, for the same orders.
 * This spec sends random commands to the same orders through all of them. After each step every
 * contract must show the order as the log says. `CONTRACTS_SEED` repeats a run.
 */
const seed = Number(process.env['CONTRACTS_SEED'] ?? Date.now() % 1_000_000);
const orders = Number(process.env['CONTRACTS_ORDERS'] ?? 16);

const ledger = useLedger({ ALLOW_INSECURE_BASIC: 'true', STORE_API_STORE: 'demo-se' });
let shop: SharedShop;
let log: LoggedOrders;
const folds = new Map<string, LoggedOrder>();

beforeAll(async () => {
  shop = await SharedShop.open(ledger);
  log = new LoggedOrders(ledger.eventStoreUrl);
});
afterAll(async () => {
  await log.close();
});

interface Sent {
  readonly command: Command;
  readonly answers: readonly Answer[];
}

let keys = 0;

/**
 * Sends a command. A command with an idempotency key is sent twice, and the second request must
 * have no effect.
 */
const send = async (
  command: Command,
  shared: SharedOrder,
  { order }: LoggedOrder,
): Promise<Sent> => {
  const request = requestOf(command, { shared, order });
  if (request === undefined) return { command, answers: [] };
  if (!command.isKeyed) {
    return { command, answers: [await shop.send(command.contract, request)] };
  }
  keys += 1;
  const keyed = { ...request, key: `across-${keys}` };
  const first = await shop.send(command.contract, keyed);
  return { command, answers: [first, await shop.send(command.contract, keyed)] };
};

const isFine = ({ status }: Answer): boolean => status < 300;

/**
 * Statuses that a command may get: accepted, refused by a rule or by the gateway, or busy. Any
 * other status, such as 404 or 500, fails the test.
 */
const foreseen = new Set([200, 202, 400, 402, 406, 409, 422, 503]);
const isForeseen = ({ status }: Answer): boolean => foreseen.has(status);

const viewsAfter = async (
  sent: readonly Sent[],
  shared: SharedOrder,
  logged: LoggedOrder,
): Promise<View[]> => {
  const views = [
    await ledgerView(shop, shared, logged),
    await walleyView(shop, shared, logged.order),
    await wooStoreView(shop, shared, logged.order),
    await medusaView(shop, shared, logged.order),
  ];
  const { method, paymentIntent } = logged.order.payment;
  if (method === 'card' && paymentIntent !== undefined)
    views.push(await gatewayView(ledger.gatewayUrl, logged.order));
  const [only, ...others] = sent;
  const last = only?.answers.at(-1);
  if (only?.command.contract === 'akinon' && others.length === 0 && last && isFine(last))
    views.push(akinonView(last, logged.order));
  return views;
};

const assertStep = (sent: readonly Sent[], before: LoggedOrder, after: LoggedOrder): void => {
  const answers = sent.flatMap((one) => one.answers);
  expect(
    answers.filter((answer) => !isForeseen(answer)).map(({ status, body }) => [status, body]),
  ).toEqual([]);
  const made = after.order.captures.size - before.order.captures.size;
  expect(made).toBeLessThanOrEqual(sent.length);
};

const run = async ({ order: wanted, steps }: Plan): Promise<void> => {
  const shared = await shop.register(wanted);
  let before = await log.settled(shared.id);
  for (const commands of steps) {
    const sent = await Promise.all(commands.map(async (one) => send(one, shared, before)));
    const after = await log.settled(shared.id);
    folds.set(shared.id, after);
    assertStep(sent, before, after);
    for (const { contract, shown, folded } of await viewsAfter(sent, shared, after))
      expect([contract, shown]).toEqual([contract, folded]);
    before = after;
  }
};

describe(`the same orders through every contract (CONTRACTS_SEED=${seed})`, () => {
  test('are shown by each as the log says', async () => {
    await fc.assert(fc.asyncProperty(plans, run), { seed, numRuns: orders, endOnFailure: true });
  }, 300_000);

  test('stand in the settlement with each settled capture and refund once', async () => {
    const cut = await ledger.demo.post('/v1/settlements', { store: shop.store });
    const { settlementId } = cut.body as { settlementId: string };
    const path = `/v1/settlements/${settlementId}/lines?limit=1000`;
    const { items } = (await ledger.demo.getAfter(cut, path)).body as { items: SettlementLine[] };
    const settled = [...folds.values()].flatMap(({ order }) => linesOf(order));
    expect(items.map(lineOf).sort()).toEqual(settled.sort());
    // Walley's API shows a settlement only after its statement (its sums) was recorded, so the test
    // asks again until then.
    const shown = await eventually('the settlement is stated', async () => {
      const answer = await shop.send('walley', {
        path: `/reports/settlements/${settlementId}/transactions?perPage=1000`,
        method: 'GET',
      });
      return answer.status === 200 ? answer.body : undefined;
    });
    expect(walleyTotal(shown)).toBe(items.reduce((sum, { amount }) => sum + amount, 0));
  });
});

interface SettlementLine {
  readonly lineId: string;
  /** The amount in minor units; negative for a refund. */
  readonly amount: number;
}

const lineOf = ({ lineId, amount }: SettlementLine): string => `${lineId} ${amount}`;

/**
 * The settlement lines that an order must have according to the log: its settled captures and
 * refunds.
 */
const linesOf = ({ captures, refunds }: LoggedOrder['order']): string[] => [
  ...[...captures.values()]
    .filter(({ status }) => status === 'settled')
    .map(({ captureId, amount }) => `${captureId} ${amount}`),
  ...[...(refunds?.made.values() ?? [])]
    .filter(({ status }) => status === 'settled')
    .map(({ refundId, amount }) => `${refundId} ${-amount}`),
];

const walleyTotal = (body: unknown): number =>
  (body as { data: { amount: number }[] }).data.reduce(
    (sum, { amount }) => sum + Math.round(amount * 100),
    0,
  );
