import type { CapturePlan, OrderNames } from '../load/load-job.js';

/** One capture of each order from `first` on, all of the same amount. */
export const oneCaptureEach = (
  names: OrderNames,
  { first, count, amount }: { first: number; count: number; amount: number },
): CapturePlan => {
  const orders = Int32Array.from({ length: count }, (_, index) => first + index);
  return { kind: 'captures', names, orders, keys: orders, amounts: orders.map(() => amount) };
};

/** Captures of these orders in turn, each under a key of its own. */
export const capturesOf = (
  names: OrderNames,
  orders: Int32Array,
  amountOf: (index: number) => number,
): CapturePlan => ({
  kind: 'captures',
  names,
  orders,
  keys: orders.map((_, index) => index),
  amounts: orders.map((_, index) => amountOf(index)),
});
