import { divideAmount } from '../../money/amount.js';
import { vatOfPart } from '../../money/vat.js';
import { rowsMax } from '../row.js';
import type { Order } from '../order.js';
import { vatMember, vatOf, type OrderRow, type RefundedRow } from '../row.js';
import { capturedRow } from '../rows-left.js';
import { refundableByRate, refundableRows, returnedRow } from './refundable-rows.js';

/**
 * The rows that a refund by amount gives back (walley.md, "Capture"). Less than all that can be
 * refunded is divided over the VAT rates of what can be. All of it is the rows that are left to
 * refund; of a rate that an earlier refund gave back some of without naming a row, what that left.
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

/** Three bytes a character at most, and an append takes 1 MiB. */
const namedCharactersMax = 250_000;

/**
 * True if the rows can be named one by one in an event. An order captured in tens of thousands of
 * parts must be refundable in one amount too; then there is a row for each VAT rate.
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
 * The VAT rates of which a refund gave something back, or kept it, without naming a captured row.
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
 * Rows of price 0 with the VAT that a refund by rows would leave on nothing: rows round their VAT
 * one by one, refunds by amount and free rows round another way. A refund that gives back the last
 * of a VAT rate also gives back all its VAT.
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
