import { firstRejection, type Rejected } from '../decision.js';
import { outcomeOf } from '../invariants.js';
import { ListedArticles } from '../matching/listed-articles.js';
import { matchItem, matchItems } from '../matching/match-items.js';
import type { RefundOrderCommand } from '../order-commands.js';
import type { CaptureShare, OrderRefunded } from '../order-events.js';
import type { Order } from '../order.js';
import {
  descriptionOr,
  type PricedItem,
  pricedRequest,
  requestChecks,
  rowOfItem,
} from '../money-request.js';
import type { OrderRow, RefundedRow } from '../row.js';
import { isFee, type RefundCase, refundChecks } from './refund-checks.js';
import { refundableRows, returnedRow } from './refundable-rows.js';
import { roundingRows, rowsOfAmount } from './rows-of-amount.js';

const refundRequestChecks = requestChecks('REFUND');

/**
 * Runs the checks of a refund in the documented order and decides its event (walley.md, "Refund").
 */
export const refundOrder = (
  order: Order,
  command: RefundOrderCommand,
): OrderRefunded | Rejected => {
  const refused = firstRejection(refundRequestChecks, { balance: order.balance, command });
  if (refused !== undefined) return refused;
  const refund = { order, command, ...pricedRequest(order.balance, command.data) };
  return firstRejection(refundChecks, refund) ?? refundEvent(refund);
};

const refundEvent = (refund: RefundCase): OrderRefunded | Rejected => {
  const { order, amount, command } = refund;
  const rows = refundedRows(refund);
  if ('kind' in rows) return rows;
  return {
    type: 'OrderRefunded',
    data: {
      orderId: order.balance.orderId,
      refundId: command.actionId,
      outcome: outcomeOf(order.balance),
      amount,
      currency: order.balance.currency,
      rows,
      captures: captureShares(order, rows, amount),
      description: refundDescription(refund),
      ...(command.data.reference !== undefined && { reference: command.data.reference }),
      refundedAt: command.at,
    },
  };
};

export const refundDescription = ({ command }: RefundCase): string =>
  descriptionOr('Refund', command.data);

/**
 * The rows of a refund. If the request has items, these are the captured rows that the items match.
 * Fees are added as new rows, and so are discounts and adjustments that match no captured row. If
 * the request has only an amount, `rowsOfAmount` makes the rows.
 */
export const refundedRows = (refund: RefundCase): RefundedRow[] | Rejected => {
  const description = refundDescription(refund);
  if (refund.items.length === 0) return rowsOfAmount(refund.order, refund.amount, description);
  const rows = refundableRows(refund.order);
  const isFree = freeAmong(rows);
  const free = refund.items.filter(isFree);
  const returned = refund.items.filter((item) => !isFree(item));
  const matched = matchItems(returned, { rows, currency: refund.order.balance.currency });
  if ('kind' in matched) return matched;
  const refunded = [
    ...matched.map((row): RefundedRow => ({ ...row, ...returnedRow(row.rowId) })),
    ...free.map((item) => rowOfItem(item, description)),
  ];
  return [...refunded, ...roundingRows(refund.order, rows, refunded)];
};

/**
 * Returns a function that is true for an item that needs no captured row. This is a fee, or a
 * discount or adjustment that matches no captured row. A fee makes the refund smaller, and an
 * adjustment can make it larger as goodwill.
 */
const freeAmong = (rows: readonly OrderRow[]): ((item: PricedItem) => boolean) => {
  const articles = new ListedArticles(rows);
  return (item) =>
    isFee(item) ||
    ((item.type === 'discount' || item.type === 'adjustment') &&
      typeof matchItem(item, articles) !== 'object');
};

/**
 * Decides how much of a refund is taken from each capture. The captures of the refunded rows come
 * first, with at most the price of their refunded rows. Then come the oldest captures. No capture
 * gives more than the part of its amount that is not refunded yet. `amount` must not be above the
 * sum of these parts.
 */
export const captureShares = (
  { captures }: Order,
  rows: readonly RefundedRow[],
  amount: number,
): CaptureShare[] => {
  const wanted = worthByCapture(rows);
  const shares = new Map<string, number>();
  let open = amount;
  const take = (captureId: string, most: number): void => {
    const share = Math.min(open, most);
    if (share <= 0) return;
    open -= share;
    shares.set(captureId, (shares.get(captureId) ?? 0) + share);
  };
  for (const [captureId, worth] of wanted) {
    const capture = captures.get(captureId);
    if (capture !== undefined) take(captureId, Math.min(worth, capture.amount - capture.refunded));
  }
  for (const capture of captures.values()) {
    if (open === 0) break;
    if (capture.status !== 'settled') continue;
    const taken = shares.get(capture.captureId) ?? 0;
    take(capture.captureId, capture.amount - capture.refunded - taken);
  }
  return [...shares].map(([captureId, share]) => ({ captureId, amount: share }));
};

const worthByCapture = (rows: readonly RefundedRow[]): ReadonlyMap<string, number> => {
  const worth = new Map<string, number>();
  for (const { captureId, unitPrice, quantity } of rows) {
    if (captureId === undefined) continue;
    worth.set(captureId, (worth.get(captureId) ?? 0) + unitPrice * quantity);
  }
  return worth;
};
