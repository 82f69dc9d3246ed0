import type { SeededRandom } from '../../faults/support/seeded-random.js';
import { major, naming, type Naming } from './naming.js';
import type { Operation } from './operation.js';
import type { Ordered } from './ordered.js';

const tooMuchShare = 0.1;
const mostAmount = 3_000;

const paths = {
  walley: (id: string) => `/manage/orders/${id}/refund`,
  ledger: (id: string) => `/v1/orders/${id}/refunds`,
} as const;

const bodyOf = (amount: number, { name, contract }: Naming): unknown =>
  contract === 'walley'
    ? { amount: major(amount), actionReference: name }
    : { amount, reference: name };

const refundOf = (order: Ordered, amount: number, named: Naming): Operation => ({
  name: named.name,
  action: 'refund',
  contract: named.contract,
  orderNumber: order.orderNumber,
  orderId: order.orderId,
  key: named.key,
  path: paths[named.contract](order.orderId),
  body: JSON.stringify(bodyOf(amount, named)),
  amount,
  mustBeRefused: amount > order.total,
  attempts: [],
});

/** A refund by amount; the ledger must refuse some of them. */
export const drawRefund = (order: Ordered, name: string, random: SeededRandom): Operation => {
  const tooMuch = random.next() < tooMuchShare;
  const amount = random.between(1, mostAmount) + (tooMuch ? order.total : 0);
  return refundOf(order, amount, naming(order, name, random));
};

/** Another refund under the key of `first`. */
export const refundKeyReused = (
  order: Ordered,
  first: Operation,
  random: SeededRandom,
): Operation => {
  const { contract, key } = first;
  const named = { name: `${first.name}-again`, contract, key };
  return refundOf(order, random.between(1, mostAmount), named);
};
