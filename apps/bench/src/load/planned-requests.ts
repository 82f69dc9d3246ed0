import { OrderIds } from '#ledger';
import type { CapturePlan, OrderNames, Plan, RegistrationPlan } from './load-job.js';

export interface PlannedRequest {
  readonly path: string;
  readonly keyHeader: string;
  readonly key: string;
  readonly body: string;
}

export interface PlannedRequests {
  readonly count: number;
  readonly at: (index: number) => PlannedRequest;
}

export const orderNumberOf = ({ prefix }: OrderNames, order: number): string => `${prefix}${order}`;

export const orderIdIn = (names: OrderNames, order: number): string =>
  new OrderIds(names.namespace).of(names.store, orderNumberOf(names, order));

/**
 * Returns the idempotency key with this number. Keys begin with the prefix of the run, so that keys
 * of different runs differ.
 */
export const keyOf = ({ prefix }: OrderNames, key: number): string => `${prefix}k${key}`;

/** Writes minor units as major units: `9500` becomes `95.00`. */
const majorUnits = (minor: number): string => (minor / 100).toFixed(2);

/**
 * The URL paths of the capture requests. All paths are made before the first request, and only once
 * for each order, so that sending a request costs little.
 */
const pathsOf = ({ names, orders }: CapturePlan): string[] => {
  const known = new Map<number, string>();
  return Array.from(orders, (order) => {
    const path = known.get(order) ?? `/manage/orders/${orderIdIn(names, order)}/capture`;
    known.set(order, path);
    return path;
  });
};

const capturesOf = (plan: CapturePlan): PlannedRequests => {
  const paths = pathsOf(plan);
  const keys = Array.from(plan.keys, (key) => keyOf(plan.names, key));
  const bodies = new Map<number, string>();
  for (const amount of plan.amounts) bodies.set(amount, `{"amount":${majorUnits(amount)}}`);
  const at = (index: number): PlannedRequest => ({
    path: paths[index] ?? '',
    keyHeader: 'x-idempotency',
    key: keys[index] ?? '',
    body: bodies.get(plan.amounts[index] ?? 0) ?? '',
  });
  return { count: plan.orders.length, at };
};

const registrationsOf = ({ names, first, count, total }: RegistrationPlan): PlannedRequests => ({
  count,
  at: (index) => {
    const orderNumber = orderNumberOf(names, first + index);
    return {
      path: '/v1/orders',
      keyHeader: 'idempotency-key',
      key: orderNumber,
      body: JSON.stringify(benchRegistration(names.store, orderNumber, total)),
    };
  },
});

export const plannedRequests = (plan: Plan): PlannedRequests =>
  plan.kind === 'captures' ? capturesOf(plan) : registrationsOf(plan);

/**
 * The body of `POST /v1/orders` for an authorised order that is paid by invoice. The order has one
 * row of `total` minor units.
 */
export const benchRegistration = (store: string, orderNumber: string, total: number) => ({
  store,
  orderNumber,
  currency: 'SEK',
  salesSegment: 'B2C' as const,
  paymentMethod: 'invoice' as const,
  rows: [
    { articleNumber: '10001', description: 'Shoes', unitPrice: total, quantity: 1, vatRate: 25 },
  ],
  authorization: { status: 'authorized' as const },
});
