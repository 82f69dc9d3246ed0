import { canonicalJson } from '../../canonical-json.js';
import { VersionedMap } from '../../collections/versioned-map.js';
import { vatIn } from '../../money/vat.js';
import { InvariantViolated, assertPartOf } from '../invariants.js';
import type { OrderEvent, OrderRefunded, RefundFailed, RefundSettled } from '../order-events.js';
import type { Order, OrderCapture, OrderRefund, OrderRefunds, ReturnedPart } from '../order.js';
import { type RefundedRow, vatOf } from '../row.js';
import { refundableRow, returnedKey } from './refundable-rows.js';

type KnownOrder = Pick<Order, 'captures' | 'refunds' | 'recordedRows'>;

/**
 * The order's refunds after an event. Only a new refund or the outcome of a refund changes them.
 */
export const refundsAfter = (
  order: KnownOrder | undefined,
  event: OrderEvent,
): OrderRefunds | undefined => {
  if (order === undefined) return undefined;
  if (event.type === 'OrderRefunded') return withRefund(order, event);
  return event.type === 'RefundSettled' || event.type === 'RefundFailed'
    ? withOutcome(order, event)
    : order.refunds;
};

/**
 * The refunds of an order after the outcome of one refund. If the refund failed, its rows can be
 * returned again. Throws `InvariantViolated` if no refund of this amount waits for an outcome (I5),
 * or if the outcome has other rows or captures than the request (I3).
 */
const withOutcome = (
  { refunds }: KnownOrder,
  event: RefundSettled | RefundFailed,
): OrderRefunds => {
  const { type, data } = event;
  const { orderId, refundId, amount, rows, captures } = data;
  const refund = refunds?.made.get(refundId);
  if (refunds === undefined || refund?.status !== 'requested' || refund.amount !== amount) {
    throw new InvariantViolated('I5', orderId, `${type} of ${refundId}, which was not requested`);
  }
  if (canonicalJson([rows, captures]) !== canonicalJson([refund.rows, refund.captures])) {
    throw new InvariantViolated(
      'I3',
      orderId,
      `${type} of ${refundId} with other rows than it has`,
    );
  }
  const status = type === 'RefundSettled' ? 'settled' : 'failed';
  return {
    made: refunds.made.with(refundId, { ...refund, status }),
    returned: type === 'RefundFailed' ? withoutRows(refunds.returned, data) : refunds.returned,
  };
};

const withoutRows = (
  returned: VersionedMap<ReturnedPart>,
  { rows }: RefundFailed['data'],
): VersionedMap<ReturnedPart> => {
  let after = returned;
  for (const part of rows) {
    const { captureId, rowId } = part;
    if (captureId === undefined || rowId === undefined) continue;
    const key = returnedKey(captureId, rowId);
    const { quantity, vat } = after.get(key) ?? { quantity: 0, vat: 0 };
    after = after.with(key, { quantity: quantity - part.quantity, vat: vat - vatOf(part) });
  }
  return after;
};

/**
 * The refunds of an order after a new refund. Throws `InvariantViolated` if the order already has a
 * refund with this id (I4) or if more of a row is returned than was captured (I3).
 */
const withRefund = (
  { captures, refunds, recordedRows }: KnownOrder,
  { data }: OrderRefunded,
): OrderRefunds => {
  const made = refunds?.made ?? VersionedMap.empty<OrderRefund>();
  const returned = refunds?.returned ?? VersionedMap.empty<ReturnedPart>();
  if (made.get(data.refundId) !== undefined) {
    throw new InvariantViolated('I4', data.orderId, `refund ${data.refundId} is made twice`);
  }
  for (const row of data.rows) assertVatOfRate(data.orderId, row, recordedRows);
  return {
    made: made.with(data.refundId, refundOf(data)),
    returned: withRows(returned, data, captures),
  };
};

/**
 * Checks the VAT of a refunded row that names no captured row: it must be the VAT contained in the
 * row's price (I3). Rounding can make a difference of 1 minor unit for this row and for each row
 * recorded before, so this much is accepted.
 */
const assertVatOfRate = (orderId: string, row: RefundedRow, recordedRows: number): void => {
  if (row.rowId !== undefined || row.vat === undefined) return;
  if (Math.abs(row.vat - vatIn(row, row.quantity)) > recordedRows + 1) {
    throw new InvariantViolated('I3', orderId, `a row of ${row.vatRate} % has another VAT`);
  }
};

const refundOf = (data: OrderRefunded['data']): OrderRefund => ({
  refundId: data.refundId,
  status: data.outcome ?? 'settled',
  amount: data.amount,
  description: data.description,
  ...(data.reference !== undefined && { reference: data.reference }),
  refundedAt: data.refundedAt,
  rows: data.rows,
  captures: data.captures,
});

const withRows = (
  returned: VersionedMap<ReturnedPart>,
  { orderId, rows }: OrderRefunded['data'],
  captures: VersionedMap<OrderCapture>,
): VersionedMap<ReturnedPart> => {
  let after = returned;
  for (const part of rows) {
    const { captureId, rowId, quantity } = part;
    if (captureId === undefined || rowId === undefined) continue;
    const key = returnedKey(captureId, rowId);
    const before = after.get(key);
    const sum = (before?.quantity ?? 0) + quantity;
    const captured = captures.get(captureId)?.rows.find((row) => row.rowId === rowId);
    if (
      captured === undefined ||
      !Number.isSafeInteger(quantity) ||
      quantity <= 0 ||
      sum > captured.quantity
    ) {
      throw new InvariantViolated('I3', orderId, `more of row ${key} is returned than captured`);
    }
    assertPartOf(orderId, refundableRow(captured, before), part);
    after = after.with(key, { quantity: sum, vat: (before?.vat ?? 0) + vatOf(part) });
  }
  return after;
};
