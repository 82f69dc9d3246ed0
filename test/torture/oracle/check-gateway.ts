import { finding } from './finding.js';
import type { Finding } from './finding.js';
import { isOpen, remainingOf } from './folded-order.js';
import type { FoldedOrder } from './folded-order.js';
import { releaseDue } from './folded-on.js';

/** An intent as the gateway shows it; minor units. */
export interface ShownIntent {
  readonly id: string;
  /** Captured in all; refunds do not lower it. */
  readonly received: number;
  readonly refunded: number;
  /** Still held on the card. */
  readonly held: number;
  /** The id of the last capture, as it left it. */
  readonly lastCapture: string | undefined;
  readonly refunds: readonly ShownRefund[];
}

export interface ShownRefund {
  /** The refund of the ledger that it was made for. */
  readonly refundId: string | undefined;
  readonly amount: number;
}

/** True if an order waits for the gateway. */
export const isWaiting = (order: FoldedOrder): boolean =>
  order.payment !== undefined &&
  ([...order.captures, ...order.refunds].some(({ status }) => status === 'requested') ||
    releaseDue(order) !== undefined);

const sumOf = (items: readonly { readonly amount: number }[]): number =>
  items.reduce((sum, { amount }) => sum + amount, 0);

const settledOf = <Item extends { readonly status: string }>(items: readonly Item[]): Item[] =>
  items.filter(({ status }) => status === 'settled');

/** Texts of refunds that are equal if and only if each one was made once, with its amount. */
const listed = (refunds: readonly ShownRefund[]): string =>
  refunds
    .map(({ refundId, amount }) => `${refundId} ${amount}`)
    .sort()
    .join('\n');

const brokenRules = (order: FoldedOrder, intent: ShownIntent): string[] => {
  const captures = settledOf(order.captures);
  const refunds = settledOf(order.refunds);
  const settledIds = captures.map(({ captureId }) => captureId);
  const { received, held, lastCapture } = intent;
  const rules: readonly (readonly [string, boolean])[] = [
    ['every capture and refund that was requested ends', !isWaiting(order)],
    ['the gateway charged what is settled', received === sumOf(captures)],
    ['no failed capture is charged', lastCapture === undefined || settledIds.includes(lastCapture)],
    ['the gateway refunded what is settled', intent.refunded === sumOf(refunds)],
    ['each settled refund was made once', listed(intent.refunds) === listed(refunds)],
    ['an order that has ended holds nothing', isOpen(order) || held === 0],
    [
      'an open order holds what is left of it',
      !isOpen(order) || order.payment?.status !== 'authorized' || held >= remainingOf(order),
    ],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
};

/** Rows are long, and say nothing of money. */
const withoutRows = (order: FoldedOrder): unknown => ({
  ...order,
  rows: undefined,
  captures: order.captures.map((capture) => ({ ...capture, rows: undefined })),
});

/** Checks a card order of a quiet system against what the gateway shows of its intent. */
export const checkGateway = (
  orderId: string,
  order: FoldedOrder,
  intent: ShownIntent | undefined,
): readonly Finding[] => {
  if (intent === undefined) {
    return [finding('the gateway has the intent', orderId, order.payment)];
  }
  return brokenRules(order, intent).map((rule) =>
    finding(rule, orderId, withoutRows(order), 'gateway:', intent),
  );
};

/** Checks that nothing was charged through intents that no order names. */
export const checkUnused = (
  used: ReadonlySet<string>,
  intents: Iterable<ShownIntent>,
): readonly Finding[] =>
  [...intents]
    .filter(({ id, received }) => received > 0 && !used.has(id))
    .map((intent) => finding('only orders are charged', intent));
