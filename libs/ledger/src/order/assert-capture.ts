import { vatOfPart } from '../money/vat-of-part.js';
import { InvariantViolated } from './invariant-violated.js';
import type { Invariant } from './invariant-violated.js';
import type { OrderBalance } from './order.js';
import type { CaptureEvent } from './order-events.js';
import type { Article, OrderRow } from './row.js';
import { leftByRate, leftOfRow, vatOf, type TaxedRow } from './row-vat.js';
import { hasRemainingRows } from './something-left.js';

/** A part of a row, as a capture or a refund took it. */
export type PartOfRow = Article & TaxedRow;

/**
 * Throws `InvariantViolated` unless a part is of the article that its row is, and has the VAT that the row's parts come
 * to. Events from before parts said their VAT say none.
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

/** As `articleProperties` says; written out, because every row of every capture is asked. */
const isSameArticle = (row: Article, part: Article): boolean =>
  row.unitPrice === part.unitPrice &&
  row.vatRate === part.vatRate &&
  row.articleNumber === part.articleNumber &&
  row.description === part.description;

const articleProperties = ['unitPrice', 'vatRate', 'articleNumber', 'description'] as const;

/** Throws `InvariantViolated` unless the capture is what its type, its order and its rows say. */
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

/** A capture of an invoice order is settled as it is made; one of a card order waits for the gateway. */
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

/** By rate, gross and VAT as one text; rates that come to nothing are left out. */
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
