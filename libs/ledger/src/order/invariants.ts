import type { VersionedMap } from '../collections/versioned-map.js';
import { vatOfPart } from '../money/vat.js';
import { type CaptureEvent, isCaptureEvent, type OrderEvent } from './order-events.js';
import { type OrderBalance, type OrderCapture, type OrderStatus, orderStatuses } from './order.js';
import {
  leftByRate,
  leftOfRow,
  type TaxedRow,
  vatOf,
  type Article,
  hasRemainingRows,
  type OrderRow,
} from './row.js';

/**
 * The invariants of domain.md that are checked whenever an order's state is computed from an event.
 */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5';

/**
 * A history or a decision breaks an invariant. A caller's input never causes this error: somebody
 * changed the log, or the ledger has a defect. Nothing may be written in this case.
 */
export class InvariantViolated extends Error {
  override readonly name = 'InvariantViolated';

  constructor(
    readonly invariant: Invariant,
    readonly orderId: string,
    detail: string,
  ) {
    super(`${invariant} violated by order ${orderId}: ${detail}`);
  }
}

/**
 * Throws `InvariantViolated` unless the invariants of domain.md on sums and rows hold. Nothing is
 * captured above the total or refunded above what was captured (I1). The sums add up to the total
 * (I2). No row has less than 0 or more than its quantity left (I3).
 */
export const checkInvariants = (balance: OrderBalance): void => {
  const { total, requested, captured, refunded, cancelled, remaining } = balance;
  const assert = (invariant: Invariant, holds: boolean, detail: string): void => {
    if (!holds) throw new InvariantViolated(invariant, balance.orderId, detail);
  };

  const left = leftOnRows(balance);
  assert('I1', captured + requested <= total, 'more is captured than was authorised');
  assert('I1', refunded <= captured, 'more is refunded than was captured');
  assert('I1', Math.min(requested, captured, refunded, cancelled) >= 0, 'a sum is negative');

  const sum = requested + captured + cancelled + remaining;
  assert('I2', Number.isSafeInteger(sum) && sum === total, 'the sums do not add up to the total');
  assert('I2', left === remaining, 'the rows do not add up to what remains');
};

const leftOnRows = ({ orderId, rows }: OrderBalance): number => {
  let left = 0;
  for (const { rowId, unitPrice, quantity, remainingQuantity } of rows) {
    const holds =
      Number.isSafeInteger(quantity) &&
      Number.isSafeInteger(remainingQuantity) &&
      remainingQuantity >= 0 &&
      remainingQuantity <= quantity;
    if (!holds) {
      throw new InvariantViolated('I3', orderId, `row ${rowId} has an impossible quantity left`);
    }
    left += unitPrice * remainingQuantity;
  }
  return left;
};

/**
 * The statuses of an order in which each event can occur (domain.md, "Status"). An event with an
 * empty list can only be the first event of an order.
 */
const statusesBefore: Readonly<Record<OrderEvent['type'], readonly OrderStatus[]>> = {
  OrderRegistered: [],
  OrderAuthorized: ['Pending'],
  OrderAuthorizationFailed: ['Pending'],
  OrderCaptured: ['NotActivated', 'PartActivated'],
  OrderPartCaptured: ['NotActivated', 'PartActivated'],
  OrderItemsReplaced: ['NotActivated', 'PartActivated'],
  // Allowed in `Returned` too: after all money was refunded, a capture of rows with price 0 may
  // still wait for its outcome.
  CaptureSettled: ['PartActivated', 'Activated', 'Returned', 'Expired'],
  CaptureFailed: ['PartActivated', 'Activated', 'Returned', 'Expired'],
  OrderCancelled: ['NotActivated', 'PartActivated', 'Expired'],
  OrderRefunded: ['PartActivated', 'Activated', 'Expired'],
  RefundSettled: ['PartActivated', 'Activated', 'Returned', 'Expired'],
  RefundFailed: ['PartActivated', 'Activated', 'Returned', 'Expired'],
  ReauthorizationRequested: ['NotActivated', 'PartActivated', 'Expired'],
  // Allowed in every status but `Pending`: a requested reauthorisation may be rejected after
  // everything left was captured or cancelled.
  ReauthorizationRejected: [
    'NotActivated',
    'PartActivated',
    'Activated',
    'Returned',
    'Closed',
    'Expired',
  ],
  OrderReauthorized: ['NotActivated', 'PartActivated', 'Expired'],
  OrderExtended: ['NotActivated', 'PartActivated'],
  OrderExpired: ['NotActivated', 'PartActivated'],
  AuthorizationReleased: ['Activated', 'Returned', 'Closed', 'Expired'],
  TerminalIntentCreated: orderStatuses,
  CheckoutIntentCreated: ['Pending'],
  CustomerLinked: ['Pending', 'NotActivated', 'PartActivated'],
  ShopStatusChanged: orderStatuses,
};

/** Throws `InvariantViolated` if the event cannot occur in the order's status (I5). */
export const assertFollows = (
  { orderId, status }: OrderBalance,
  event: Pick<OrderEvent, 'type'>,
): void => {
  if (!statusesBefore[event.type].includes(status)) {
    throw new InvariantViolated('I5', orderId, `${event.type} while the order is ${status}`);
  }
};

/** The part of a row that a capture or a refund took; `quantity` is the quantity taken. */
export type PartOfRow = Article & TaxedRow;

/**
 * Throws `InvariantViolated` unless the part of a row that was captured or refunded has the price,
 * VAT rate, article number and description of the row, and the VAT that is due for its quantity.
 * Parts in older events have no `vat`, so their VAT is not checked.
 */
export const assertPartOf = (orderId: string, row: OrderRow, part: PartOfRow): void => {
  if (!isSameArticle(row, part)) {
    const differs = articleProperties.find((name) => row[name] !== part[name]);
    const detail = `row ${row.rowId} is taken with another ${differs} than it has`;
    throw new InvariantViolated('I3', orderId, detail);
  }
  if (part.vat === undefined) return;
  if (part.vat !== vatOfPart(leftOfRow(row), part.unitPrice * part.quantity)) {
    throw new InvariantViolated('I3', orderId, `row ${row.rowId} is taken with another VAT`);
  }
};

/**
 * Compares all `articleProperties`. Written out instead of as a loop, because the comparison runs
 * for every row of every capture.
 */
const isSameArticle = (row: Article, part: Article): boolean =>
  row.unitPrice === part.unitPrice &&
  row.vatRate === part.vatRate &&
  row.articleNumber === part.articleNumber &&
  row.description === part.description;

const articleProperties = ['unitPrice', 'vatRate', 'articleNumber', 'description'] as const;

/**
 * Throws `InvariantViolated` unless the outcome, amount and rows of a capture fit the type of its
 * event and the order.
 */
export const assertCapture = (
  balance: OrderBalance,
  { type, data }: CaptureEvent,
  rowsAfter: readonly OrderRow[],
): void => {
  const assert = (invariant: Invariant, holds: boolean, detail: string): void => {
    if (!holds) throw new InvariantViolated(invariant, balance.orderId, detail);
  };
  const outcome = outcomeOf(balance);
  assert('I5', data.outcome === outcome, `a capture that is ${data.outcome}, not ${outcome}`);
  assert('I2', grossOf(data.rows) === data.amount, 'the captured rows are not worth the amount');
  assert(
    'I5',
    type !== 'OrderCaptured' || !hasRemainingRows(rowsAfter),
    'OrderCaptured leaves something uncaptured',
  );
  if (type !== 'OrderPartCaptured' || data.remainders === undefined) return;
  const before = sumsByRate(leftByRate(balance.rows));
  const after = sumsByRate([...data.rows, ...data.remainders].map(sumOfRow));
  assert(
    'I2',
    [...new Set([...before.keys(), ...after.keys()])].every(
      (vatRate) => before.get(vatRate) === after.get(vatRate),
    ),
    'a VAT rate has another gross or VAT than before its rows were divided',
  );
};

/**
 * The ledger settles a capture of an invoice order at once. A capture of a card order is requested
 * from the gateway.
 */
export const outcomeOf = ({
  paymentMethod,
}: Pick<OrderBalance, 'paymentMethod'>): CaptureEvent['data']['outcome'] =>
  paymentMethod === 'invoice' ? 'settled' : 'requested';

const grossOf = (rows: readonly TaxedRow[]): number =>
  rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

interface RateSum {
  readonly vatRate: number;
  readonly gross: number;
  readonly vat: number;
}

const sumOfRow = (row: TaxedRow): RateSum => ({
  vatRate: row.vatRate,
  gross: row.unitPrice * row.quantity,
  vat: vatOf(row),
});

/**
 * Gross and VAT of each rate as one text for comparison, such as `28500 5700`. Rates without gross
 * and VAT are left out.
 */
const sumsByRate = (sums: readonly RateSum[]): ReadonlyMap<number, string> => {
  const added = new Map<number, { readonly gross: number; readonly vat: number }>();
  for (const { vatRate, gross, vat } of sums) {
    const sum = added.get(vatRate);
    added.set(vatRate, { gross: (sum?.gross ?? 0) + gross, vat: (sum?.vat ?? 0) + vat });
  }
  const isSomething = ({ gross, vat }: { readonly gross: number; readonly vat: number }) =>
    gross !== 0 || vat !== 0;
  return new Map(
    [...added]
      .filter(([, sum]) => isSomething(sum))
      .map(([vatRate, { gross, vat }]) => [vatRate, `${gross} ${vat}`]),
  );
};

/**
 * Throws `InvariantViolated` if the order already has a capture with this id: one action has one
 * effect (I4).
 */
export const assertFirstCapture = (
  captures: VersionedMap<OrderCapture>,
  event: OrderEvent,
): void => {
  if (isCaptureEvent(event) && captures.get(event.data.captureId) !== undefined) {
    const { orderId, captureId } = event.data;
    throw new InvariantViolated('I4', orderId, `capture ${captureId} is made twice`);
  }
};
