import type { Order, OrderRefund } from '#ledger';
import { cardPayment } from '../projection/order-state.js';
import type { ShownRefund } from '../tables/refunds.js';
import type { OrderView } from '../orders/order-view.js';

/**
 * Where an order of the read model differs from the fold of its history (I6 of domain.md); nothing if they
 * agree. The fold must end at the view's revision.
 */
export const compareWithFold = (view: OrderView, order: Order): Difference[] =>
  // The fold does not know where in the log its events stand, nor who bought: that stands in the log sealed, and in
  // the view only as long as it was not erased.
  // Neither does it know why the gateway refused a refund.
  differences(
    { ...view, customer: undefined, refunds: view.refunds.map(foldedRefund) },
    viewOf(order, view.position),
  );

const foldedRefund = ({ failure: _, ...refund }: ShownRefund): OrderRefund => refund;

/** The fold of a history as the read model shows it; `position` is that of the last event folded. */
export const viewOf = (order: Order, position: bigint): OrderView => ({
  ...order.balance,
  revision: order.revision,
  position,
  captures: [...order.captures.values()],
  refunds: [...(order.refunds?.made.values() ?? [])],
  reauthorizations: [...(order.reauthorizations?.made.values() ?? [])],
  ...(order.payment.method === 'card' && { payment: cardPayment(order.payment) }),
  ...terminalIntentsIn(order),
});

const terminalIntentsIn = ({ payment }: Order): Pick<OrderView, 'terminalIntents'> => {
  const made = [...(payment.terminalIntents?.values() ?? [])];
  return made.length === 0 ? {} : { terminalIntents: made };
};

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
