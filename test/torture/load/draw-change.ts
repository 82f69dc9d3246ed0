import type { SeededRandom } from '../../faults/support/seeded-random.js';
import { drawCapture, keyReused } from './draw-capture.js';
import { major, nameOperation, type OperationName, type Operation } from './operation.js';
import type { TargetOrder } from './target-order.js';

const shares = { refund: 0.2, cancel: 0.02 };

/**
 * Draws a random command for an order: a capture, a refund or a cancellation. Most are captures.
 */
export const drawChange = (order: TargetOrder, name: string, random: SeededRandom): Operation => {
  const drawn = random.next();
  if (drawn < shares.refund) return drawRefund(order, name, random);
  if (drawn < shares.refund + shares.cancel && order.isNeverCancelled !== true) {
    return drawCancellation(order, name, random);
  }
  return drawCapture(order, name, random);
};

/**
 * Draws a different command with the idempotency key of `first`. At most one of the two may be
 * executed. Returns undefined for a cancellation, because all cancellations of an order are the
 * same.
 */
export const underSameKey = (
  order: TargetOrder,
  first: Operation,
  random: SeededRandom,
): Operation | undefined => {
  if (first.action === 'capture') return keyReused(order, first, random);
  return first.action === 'refund' ? refundKeyReused(order, first, random) : undefined;
};

const tooMuchShare = 0.1;
/** The highest amount of a refund in minor units. */
const refundMax = 3_000;

const refundPaths = {
  walley: (id: string) => `/manage/orders/${id}/refund`,
  ledger: (id: string) => `/v1/orders/${id}/refunds`,
} as const;

const bodyOf = (amount: number, { name, contract }: OperationName): unknown =>
  contract === 'walley'
    ? { amount: major(amount), actionReference: name }
    : { amount, reference: name };

const refundOf = (order: TargetOrder, amount: number, named: OperationName): Operation => ({
  name: named.name,
  action: 'refund',
  contract: named.contract,
  orderNumber: order.orderNumber,
  orderId: order.orderId,
  key: named.key,
  path: refundPaths[named.contract](order.orderId),
  body: JSON.stringify(bodyOf(amount, named)),
  amount,
  mustBeRefused: amount > order.total,
  attempts: [],
});

/** Draws a refund. One in ten exceeds the order's total, and the ledger must refuse it. */
const drawRefund = (order: TargetOrder, name: string, random: SeededRandom): Operation => {
  const tooMuch = random.next() < tooMuchShare;
  const amount = random.between(1, refundMax) + (tooMuch ? order.total : 0);
  return refundOf(order, amount, nameOperation(order, name, random));
};

/** Draws a refund of another amount with the idempotency key of `first`. */
const refundKeyReused = (order: TargetOrder, first: Operation, random: SeededRandom): Operation => {
  const { contract, key } = first;
  const named = { name: `${first.name}-again`, contract, key };
  return refundOf(order, random.between(1, refundMax), named);
};

const cancelPaths = {
  walley: (id: string) => `/manage/orders/${id}/cancel`,
  ledger: (id: string) => `/v1/orders/${id}/cancellation`,
} as const;

/** Builds a command that cancels everything not captured. */
const drawCancellation = (order: TargetOrder, name: string, random: SeededRandom): Operation => {
  const { contract, key } = nameOperation(order, name, random);
  return {
    name,
    action: 'cancel',
    contract,
    orderNumber: order.orderNumber,
    orderId: order.orderId,
    key,
    path: cancelPaths[contract](order.orderId),
    body: JSON.stringify(contract === 'walley' ? { actionReference: name } : { reference: name }),
    amount: undefined,
    mustBeRefused: false,
    attempts: [],
  };
};
