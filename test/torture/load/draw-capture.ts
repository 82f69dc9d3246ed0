import type { SeededRandom } from '../../faults/support/seeded-random.js';
import { major, nameOperation, type OperationName, type Operation } from './operation.js';
import type { TargetOrder, TargetRow } from './target-order.js';

/**
 * A random capture, in minor units, before it is written in the request format of Walley or of
 * `/v1`.
 */
interface Wish {
  readonly amount: number | 'remaining';
  /** True if the capture also cancels the rest of the order. */
  readonly final?: boolean;
  readonly items?: readonly TargetRow[];
  readonly replaceItems?: boolean;
  readonly description?: string;
  readonly mustBeRefused?: boolean;
}

type DrawWish = (order: TargetOrder, random: SeededRandom) => Wish;

const one = (order: TargetOrder, random: SeededRandom): TargetRow => ({
  ...random.pick(order.rows),
  quantity: 1,
});

const byAmount: DrawWish = ({ total }, random) => ({
  amount: random.between(1, Math.max(1, Math.min(5_000, Math.floor(total / 30)))),
});

const byItem: DrawWish = (order, random) => {
  const row = random.pick(order.rows);
  const quantity = random.between(1, Math.min(3, row.quantity));
  return { amount: row.unitPrice * quantity, items: [{ ...row, quantity }] };
};

const replacing: DrawWish = (_order, random) => {
  const unitPrice = random.between(1, 900);
  const quantity = random.between(1, 3);
  const item = { articleNumber: 'other', description: 'In its place', vatRate: 25 };
  const items = [{ ...item, unitPrice, quantity }];
  return { amount: unitPrice * quantity, items, replaceItems: true };
};

const everything: DrawWish = ({ total }) => ({ amount: total });

/** Captures everything not captured yet, without naming an amount. Only `/v1` allows that. */
const remaining: DrawWish = () => ({ amount: 'remaining' });

/** Captures an item and cancels the rest of the order. Only `/v1` allows that. */
const final: DrawWish = (order, random) => ({ ...byItem(order, random), final: true });

const mustBeRefused: readonly DrawWish[] = [
  ({ total }, random) => ({ amount: total + random.between(1, 1_000) }),
  (order, random) => {
    const item = one(order, random);
    return { amount: item.unitPrice + 1, items: [item] };
  },
  (order, random) => {
    const item = { ...one(order, random), articleNumber: 'no-such-article' };
    return { amount: item.unitPrice, items: [item] };
  },
  () => ({ amount: 1, description: 'x'.repeat(51) }),
  (_order, random) => ({ amount: -random.between(1, 1_000) }),
];

const refused: DrawWish = (order, random) => ({
  ...random.pick(mustBeRefused)(order, random),
  mustBeRefused: true,
});

const wishes: Readonly<Record<TargetOrder['capturedBy'], readonly DrawWish[]>> = {
  anything: [
    ...Array<DrawWish>(12).fill(byAmount),
    byItem,
    refused,
    refused,
    replacing,
    everything,
  ],
  items: [...Array<DrawWish>(12).fill(byItem), refused, refused],
};

/** Captures after which nothing is left of a card order. */
const lastWishes: readonly DrawWish[] = [remaining, final];
const lastShare = 0.1;

const drawWish: DrawWish = (order, random) => {
  const isLast = order.card !== undefined && random.next() < lastShare;
  const ends = isLast && order.isNeverCancelled !== true;
  return random.pick(ends ? lastWishes : wishes[order.capturedBy])(order, random);
};

const walleyBody = ({ amount, items, replaceItems, description }: Wish, name: string): unknown => ({
  amount: amount === 'remaining' ? amount : major(amount),
  actionReference: name,
  ...(description !== undefined && { description }),
  ...(items !== undefined && {
    items: items.map((item) => ({
      id: item.articleNumber,
      description: item.description,
      unitPrice: major(item.unitPrice),
      quantity: item.quantity,
      vat: item.vatRate,
    })),
  }),
  ...(replaceItems === true && { replaceItems }),
});

const ledgerBody = (
  { amount, final: isFinal, items, replaceItems, description }: Wish,
  name: string,
): unknown => ({
  amount,
  ...(isFinal === true && { final: true }),
  reference: name,
  ...(description !== undefined && { description }),
  ...(items !== undefined && { items }),
  ...(replaceItems === true && { replaceItems }),
});

const contracts = {
  walley: { body: walleyBody, path: (id: string) => `/manage/orders/${id}/capture` },
  ledger: { body: ledgerBody, path: (id: string) => `/v1/orders/${id}/captures` },
} as const;

const captureOf = (
  order: TargetOrder,
  wish: Wish,
  { name, contract, key }: OperationName,
): Operation => ({
  name,
  action: 'capture',
  contract,
  orderNumber: order.orderNumber,
  orderId: order.orderId,
  key,
  path: contracts[contract].path(order.orderId),
  body: JSON.stringify(contracts[contract].body(wish, name)),
  amount: wish.amount === 'remaining' ? undefined : wish.amount,
  mustBeRefused: wish.mustBeRefused ?? false,
  attempts: [],
});

/**
 * Draws a random capture. Some are wrong on purpose (`mustBeRefused`), and the ledger must refuse
 * them.
 */
export const drawCapture = (order: TargetOrder, name: string, random: SeededRandom): Operation =>
  captureOf(order, drawWish(order, random), nameOperation(order, name, random));

/**
 * Draws a different capture with the idempotency key of `first`. At most one of the two may be
 * executed.
 */
export const keyReused = (order: TargetOrder, first: Operation, random: SeededRandom): Operation =>
  captureOf(order, random.pick([byAmount, byItem])(order, random), {
    name: `${first.name}-again`,
    contract: first.contract,
    key: first.key,
  });
