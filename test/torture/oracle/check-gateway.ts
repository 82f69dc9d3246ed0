import { finding } from './finding.js';
import type { Finding } from './finding.js';
import { isOpen, remainingOf } from './folded-order.js';
import type { FoldedOrder } from './folded-order.js';
import { releaseDue } from './folded-on.js';

/** A payment intent as the gateway shows it. Amounts are in minor units. */
export interface ShownIntent {
  readonly id: string;
  /** The captured amount. Later refunds do not lower it. */
  readonly received: number;
  readonly refunded: number;
  /** The amount that is still reserved on the card. */
  readonly held: number;
  /** The id of the newest capture. The ledger stores it in the intent's metadata at the gateway. */
  readonly lastCapture: string | undefined;
  readonly refunds: readonly ShownRefund[];
}

export interface ShownRefund {
  /**
   * The id that the ledger gave to the refund. The ledger stores it in the refund's metadata at the
   * gateway.
   */
  readonly refundId: string | undefined;
  readonly amount: number;
}

/** True if a capture, refund or release of the order is not done at the gateway yet. */
export const isWaiting = (order: FoldedOrder): boolean =>
  order.payment !== undefined &&
  ([...order.captures, ...order.refunds].some(({ status }) => status === 'requested') ||
    releaseDue(order) !== undefined);

const sumOf = (items: readonly { readonly amount: number }[]): number =>
  items.reduce((sum, { amount }) => sum + amount, 0);

const settledOf = <Item extends { readonly status: string }>(items: readonly Item[]): Item[] =>
  items.filter(({ status }) => status === 'settled');

/** Sorts refunds and joins them to a text, so that two lists can be compared. */
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

/** Leaves out the order's rows, so that the text of a finding stays short. */
const withoutRows = (order: FoldedOrder): unknown => ({
  ...order,
  rows: undefined,
  captures: order.captures.map((capture) => ({ ...capture, rows: undefined })),
});

/**
 * Compares a card order with its payment intent at the gateway. This is done only when all
 * captures, refunds and releases are done.
 */
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

/** Finds payment intents that were charged although no order uses them. */
export const checkUnused = (
  used: ReadonlySet<string>,
  intents: Iterable<ShownIntent>,
): readonly Finding[] =>
  [...intents]
    .filter(({ id, received }) => received > 0 && !used.has(id))
    .map((intent) => finding('only orders are charged', intent));
