import { divideAmount } from '../../money/amount.js';
import { type TaxedAmount, vatOfPart } from '../../money/vat.js';
import { firstRejection, type Rejected } from '../decision.js';
import { outcomeOf } from '../invariants.js';
import { matchItems } from '../matching/match-items.js';
import type { RequestCapture } from '../order-commands.js';
import type {
  CaptureEvent,
  OrderCaptured,
  OrderItemsReplaced,
  OrderPartCaptured,
} from '../order-events.js';
import type { Order } from '../order.js';
import { descriptionOr, pricedRequest, requestChecks, rowOfItem } from '../money-request.js';
import { leftByRate, vatMember, type CapturedRow, type Row } from '../row.js';
import { capturedRow, remainderRow, rowIdsAfter } from '../rows-left.js';
import { amountChecks, type CaptureCase, isAllThatIsLeft } from './capture-checks.js';

const captureRequestChecks = requestChecks('CAPTURE');

/** The parts of an order's state that the decision on a capture needs. */
type CapturableOrder = Pick<Order, 'balance' | 'payment'>;

/**
 * Runs the checks of a capture in the documented order, then decides which of the four capture
 * modes applies (domain.md, "Capture").
 */
export const requestCapture = (
  { balance, payment }: CapturableOrder,
  command: RequestCapture,
): CaptureEvent | Rejected => {
  const refused = firstRejection(captureRequestChecks, { balance, command });
  if (refused !== undefined) return refused;
  const { method, paymentIntent } = payment;
  const capture = {
    ...{ balance, command, paymentStatus: payment.status },
    ...(method === 'card' && paymentIntent !== undefined && { paymentIntent }),
    ...pricedRequest(balance, command.data),
  };
  return firstRejection(amountChecks, capture) ?? eventOfMode(capture);
};

const eventOfMode = (capture: CaptureCase): CaptureEvent | Rejected => {
  if (capture.items.length > 0) {
    return capture.command.data.replaceItems
      ? replaceOrderItems(capture)
      : partCaptureOrder(capture);
  }
  return isAllThatIsLeft(capture) ? captureOrder(capture) : partCaptureOrderByAmount(capture);
};

/**
 * The mode CaptureOrder: the request has no items, and its amount is everything that remains. The
 * order's own rows are captured.
 */
export const captureOrder = (capture: CaptureCase): OrderCaptured => {
  const rows = capture.balance.rows
    .filter((row) => row.remainingQuantity > 0)
    .map((row) => capturedRow(row, row.remainingQuantity));
  return { type: 'OrderCaptured', data: captureData(capture, rows) };
};

/** The mode PartCaptureOrder: the request has items, and each matches a row of the order. */
export const partCaptureOrder = (capture: CaptureCase): OrderPartCaptured | Rejected => {
  const rows = matchItems(capture.items, capture.balance);
  return 'kind' in rows ? rows : { type: 'OrderPartCaptured', data: captureData(capture, rows) };
};

/**
 * The mode PartCaptureOrderByAmount: the request has no items, and its amount is below what
 * remains. The amount is divided over the VAT rates of the uncaptured rows, in proportion to what
 * each rate has left. For each rate, two rows replace the uncaptured rows: one with the captured
 * amount, and one with the amount that is left (the remainder row).
 *
 * A row with an amount of 0 is left out. The exception is a remainder row of 0 that still has VAT:
 * positive and negative prices can add up to 0 while their rounded VAT does not.
 */
export const partCaptureOrderByAmount = (capture: CaptureCase): OrderPartCaptured => {
  const { balance, amount } = capture;
  const nextRowId = rowIdsAfter(balance);
  const rates = leftByRate(balance.rows);
  const parts = divideAmount(
    amount,
    rates.map(({ gross }) => gross),
  );
  const divided = rates.map((left, index) => divideRate(left, parts[index] ?? 0));
  const remainders = divided
    .filter(({ rest }) => rest.gross !== 0 || rest.vat !== 0)
    .map(({ rest }) => remainderOf(rest, nextRowId()));
  const description = captureDescription(capture.command);
  const rows = divided
    .filter(({ part }) => part.gross !== 0)
    .map(({ part }) => rowOfPart(part, { rowId: nextRowId(), description }));
  return { type: 'OrderPartCaptured', data: { ...captureData(capture, rows), remainders } };
};

interface DividedRate {
  readonly part: TaxedAmount;
  readonly rest: TaxedAmount;
}

const divideRate = (left: TaxedAmount, gross: number): DividedRate => {
  const { vatRate, before } = left;
  const vat = gross === 0 ? 0 : vatOfPart(left, gross);
  return {
    part: { vatRate, before, gross, vat },
    rest: { vatRate, before: before + gross, gross: left.gross - gross, vat: left.vat - vat },
  };
};

const remainderOf = ({ vatRate, before, gross, vat }: TaxedAmount, rowId: string): Row => {
  const row = { ...remainderRow(rowId, gross), vatRate };
  return { ...row, ...vatMember(row, vat), ...(before !== 0 && { takenBefore: before }) };
};

const rowOfPart = (
  { vatRate, gross, vat }: TaxedAmount,
  named: Pick<Row, 'rowId' | 'description'>,
): Row => {
  const row = { ...named, articleNumber: 'capture', unitPrice: gross, quantity: 1, vatRate };
  return { ...row, ...vatMember(row, vat) };
};

/**
 * The mode ReplaceOrderItems: the request has items and `replaceItems`. The items are captured as
 * the caller gave them, without matching. Everything left becomes one remainder row without VAT; if
 * nothing is left, there is no such row.
 */
export const replaceOrderItems = (capture: CaptureCase): OrderItemsReplaced => {
  const { balance, amount, items, command } = capture;
  const nextRowId = rowIdsAfter(balance);
  const left = balance.remaining - amount;
  const remainder = left === 0 ? null : remainderRow(nextRowId(), left);
  const description = captureDescription(command);
  const rows = items.map((item) => ({
    rowId: nextRowId(),
    ...rowOfItem(item, description),
  }));
  return { type: 'OrderItemsReplaced', data: { ...captureData(capture, rows), remainder } };
};

/** The data that the capture events of all four capture modes have in common. */
export const captureData = (
  { balance, command, amount, paymentIntent }: CaptureCase,
  rows: readonly CapturedRow[],
): OrderCaptured['data'] => ({
  orderId: balance.orderId,
  captureId: command.actionId,
  outcome: outcomeOf(balance),
  amount,
  currency: balance.currency,
  rows,
  description: captureDescription(command),
  ...(command.data.reference !== undefined && { reference: command.data.reference }),
  ...(paymentIntent !== undefined && { paymentIntent }),
  // The clocks of two machines differ, so a capture could seem older than its order. Such a capture
  // is dated with the time of the order.
  capturedAt: command.at < balance.placedAt ? balance.placedAt : command.at,
});

export const captureDescription = ({ data }: RequestCapture): string =>
  descriptionOr('Capture', data);
