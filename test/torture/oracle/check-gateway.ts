import { finding } from './finding.js';
import type { Finding } from './finding.js';
import { isOpen, remainingOf } from './folded-order.js';
import type { FoldedOrder } from './folded-order.js';
import { releaseDue } from './folded-on.js';

/** An intent as the gateway shows it; minor units. */
export interface ShownIntent {
  readonly id: string;
  /** The captured amount, from which refunds are not taken off. */
  readonly received: number;
  readonly refunded: number;
  /** The amount that is still held on the card. */
  readonly held: number;
  /** The id that the last capture wrote into the metadata of the intent. */
  readonly lastCapture: string | undefined;
  readonly refunds: readonly ShownRefund[];
}

export interface ShownRefund {
  /** The id of the refund in the ledger, from the metadata. */
  readonly refundId: string | undefined;
  readonly amount: number;
}

/** True if the gateway has still to capture, refund or release for an order. */
export const isWaiting = (order: FoldedOrder): boolean =>
  order.payment !== undefined &&
  ([...order.captures, ...order.refunds].some(({ status }) => status === 'requested') ||
    releaseDue(order) !== undefined);

const sumOf = (items: readonly { readonly amount: number }[]): number =>
  items.reduce((sum, { amount }) => sum + amount, 0);

const settledOf = <Item extends { readonly status: string }>(items: readonly Item[]): Item[] =>
  items.filter(({ status }) => status === 'settled');

/** Refunds as a text: two lists with the same refunds and amounts give the same text. */
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

/** An order without its rows, which would make a finding long. */
const withoutRows = (order: FoldedOrder): unknown => ({
  ...order,
  rows: undefined,
  captures: order.captures.map((capture) => ({ ...capture, rows: undefined })),
});

/** Compares a card order with its intent at the gateway, when no work is under way. */
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
