import { divideAmount } from '../../money/amount.js';
import { vatOfPart } from '../../money/vat.js';
import { rowsMax } from '../row.js';
import type { Order } from '../order.js';
import { vatMember, vatOf, type OrderRow, type RefundedRow } from '../row.js';
import { capturedRow } from '../rows-left.js';
import { refundableByRate, refundableRows, returnedRow } from './refundable-rows.js';

/**
 * The rows of a refund by amount (walley.md, "Capture"). If the amount is less than everything
 * refundable, it is divided over the VAT rates, with one row for each rate.
 *
 * A refund of everything refundable returns the captured rows. The exception is a VAT rate of which
 * an earlier refund took an amount without naming captured rows. Nobody knows then what is left of
 * each row, so the rate gets one row with everything left.
 */
export const rowsOfAmount = (order: Order, amount: number, description: string): RefundedRow[] => {
  const { captured, refunded } = order.balance;
  const rows = refundableRows(order);
  const rates = refundableByRate(rows, order);
  const rowOf = rowOfRate(description);
  if (amount !== captured - refunded) {
    const parts = divideAmount(
      amount,
      rates.map(({ gross }) => gross),
    );
    return rates.flatMap((left, index) => {
      const part = parts[index] ?? 0;
      return part === 0 ? [] : [rowOf(left.vatRate, part, vatOfPart(left, part))];
    });
  }
  const unnamed = ratesWithoutRows(order);
  const named = rows
    .filter((row) => row.remainingQuantity > 0 && !unnamed.has(row.vatRate))
    .map(wholeRow);
  const areNamed = fitInOneEvent(named);
  const others = rates.filter(({ vatRate, gross, vat }) => {
    return (!areNamed || unnamed.has(vatRate)) && (gross !== 0 || vat !== 0);
  });
  return [
    ...(areNamed ? named : []),
    ...others.map(({ vatRate, gross, vat }) => rowOf(vatRate, gross, vat)),
  ];
};

/**
 * Limit for rows that one event lists one by one, in characters of their JSON. A character takes up
 * to three bytes, and the event store accepts at most 1 MiB in one append.
 */
const namedCharactersMax = 250_000;

/**
 * True if the rows can be named one by one in an event. If there are too many, for example after
 * tens of thousands of part captures, a refund of the whole amount has one row for each VAT rate
 * instead.
 */
const fitInOneEvent = (rows: readonly RefundedRow[]): boolean =>
  rows.length <= rowsMax && JSON.stringify(rows).length <= namedCharactersMax;

const wholeRow = (row: OrderRow): RefundedRow => ({
  ...capturedRow(row, row.remainingQuantity),
  ...returnedRow(row.rowId),
});

const rowOfRate =
  (description: string) =>
  (vatRate: number, gross: number, vat: number): RefundedRow => {
    const row = { articleNumber: 'refund', description, unitPrice: gross, quantity: 1, vatRate };
    return { ...row, ...vatMember(row, vat) };
  };

/**
 * The VAT rates of which an earlier refund took an amount without naming a captured row, for
 * example a fee.
 */
const ratesWithoutRows = ({ refunds }: Order): ReadonlySet<number> => {
  const rates = new Set<number>();
  for (const refund of refunds?.made.values() ?? []) {
    if (refund.status === 'failed') continue;
    for (const { rowId, vatRate } of refund.rows) if (rowId === undefined) rates.add(vatRate);
  }
  return rates;
};

/**
 * Rows of price 0 that return the last VAT of a rate. The VAT of captured rows, of refunds by
 * amount and of fees is rounded separately, so some VAT can remain when the whole gross of a rate
 * is refunded. No later refund could return this VAT.
 */
export const roundingRows = (
  order: Order,
  refundable: readonly OrderRow[],
  refunded: readonly RefundedRow[],
): RefundedRow[] =>
  refundableByRate(refundable, order).flatMap(({ vatRate, gross, vat }) => {
    const given = refunded.filter((row) => row.vatRate === vatRate);
    const grossGiven = given.reduce((sum, row) => sum + row.unitPrice * row.quantity, 0);
    const vatLeft = vat - given.reduce((sum, row) => sum + vatOf(row), 0);
    return given.length === 0 || grossGiven !== gross || vatLeft === 0
      ? []
      : [roundingRow(vatRate, vatLeft)];
  });

const roundingRow = (vatRate: number, vat: number): RefundedRow => ({
  ...{ articleNumber: 'rounding', description: 'Rounding of VAT', type: 'rounding' },
  ...{ unitPrice: 0, quantity: 1, vatRate, vat },
});
