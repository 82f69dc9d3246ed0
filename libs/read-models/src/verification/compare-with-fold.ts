import type { Order, OrderCapture } from '#ledger';
import type { OrderView } from '../orders/order-view.js';

/**
 * Where an order of the read model differs from the fold of its history (I6 of domain.md); nothing if they
 * agree. The fold must end at the view's revision.
 */
export const compareWithFold = (view: OrderView, order: Order): Difference[] =>
  // The fold does not know where in the log its events stand, nor who bought: that stands in the log sealed, and in
  // the view only as long as it was not erased.
  differences({ ...view, customer: undefined }, viewOf(order, view.position));

/** The fold of a history as the read model shows it; `position` is that of the last event folded. */
export const viewOf = (order: Order, position: bigint): OrderView => ({
  ...order.balance,
  revision: order.revision,
  position,
  captures: [...order.captures.values()].map(captureOf),
  refunds: [...(order.refunds?.made.values() ?? [])],
  reauthorizations: [...(order.reauthorizations?.made.values() ?? [])],
});

/** A value that two things which should be equal do not agree on. */
export interface Difference {
  /** JSON pointer (RFC 6901) to the value. */
  readonly pointer: string;
  readonly found: unknown;
  readonly expected: unknown;
}

/** Every difference between two JSON-like values; an absent property is the same as an undefined one. */
export const differences = (found: unknown, expected: unknown, pointer = ''): Difference[] => {
  if (Object.is(found, expected)) return [];
  if (!isComposite(found) || !isComposite(expected) || isList(found) !== isList(expected))
    return [{ pointer, found, expected }];
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  return [...names].flatMap((name) =>
    differences(found[name], expected[name], `${pointer}/${escaped(name)}`),
  );
};

const isComposite = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isList = (value: object): boolean => Array.isArray(value);

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** What the gateway did is not in the read model. */
const captureOf = ({ gateway: _, ...shown }: OrderCapture): OrderCapture => shown;
