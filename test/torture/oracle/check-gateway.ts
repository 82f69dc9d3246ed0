import { finding } from './finding.js';
import type { Finding } from './finding.js';
import { isOpen, remainingOf } from './folded-order.js';
import type { FoldedOrder } from './folded-order.js';
import { releaseDue } from './folded-on.js';

/** An intent as the gateway shows it; minor units. */
export interface ShownIntent {
  readonly id: string;
  /** The captured amount. Refunds do not reduce it. */
  readonly received: number;
  readonly refunded: number;
  /** The amount that is still held on the card. */
  readonly held: number;
  /** The id of the last capture, which the ledger wrote into the metadata of the intent. */
  readonly lastCapture: string | undefined;
  readonly refunds: readonly ShownRefund[];
}

export interface ShownRefund {
  /** The ledger's id of the refund, which the gateway keeps in the metadata. */
  readonly refundId: string | undefined;
  readonly amount: number;
}

/** Returns whether the gateway still has to capture, refund or release something for the order. */
export const isWaiting = (order: FoldedOrder): boolean =>
  order.payment !== undefined &&
  ([...order.captures, ...order.refunds].some(({ status }) => status === 'requested') ||
    releaseDue(order) !== undefined);

const sumOf = (items: readonly { readonly amount: number }[]): number =>
  items.reduce((sum, { amount }) => sum + amount, 0);

const settledOf = <Item extends { readonly status: string }>(items: readonly Item[]): Item[] =>
  items.filter(({ status }) => status === 'settled');

/**
 * Returns refunds as a text, for comparison: the same refunds give the same text, whatever their
 * order.
 */
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

/** Returns an order without its rows, to keep the text of a finding short. */
const withoutRows = (order: FoldedOrder): unknown => ({
  ...order,
  rows: undefined,
  captures: order.captures.map((capture) => ({ ...capture, rows: undefined })),
});

/**
 * Compares a card order with its intent at the gateway. Called only when no work for the order is
 * under way.
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

/** Finds intents that were charged and belong to no order. */
export const checkUnused = (
  used: ReadonlySet<string>,
  intents: Iterable<ShownIntent>,
): readonly Finding[] =>
  [...intents]
    .filter(({ id, received }) => received > 0 && !used.has(id))
    .map((intent) => finding('only orders are charged', intent));
