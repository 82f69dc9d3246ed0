import type { OrderPartCaptured } from '../order-events.js';
import type { Row } from '../row.js';
import { captureData } from './capture-data.js';
import type { CaptureCase } from './capture-case.js';
import { captureDescription } from './capture-description.js';
import { remainderRow } from './remainder-row.js';
import { divideAmount } from '../../money/divide-amount.js';
import { vatOfPart } from '../../money/vat-of-part.js';
import type { TaxedAmount } from '../../money/vat-of-part.js';
import { rowIdsAfter } from '../row-ids-after.js';
import { leftByRate, vatMember } from '../row-vat.js';

/**
 * PartCaptureOrderByAmount: no items, and the amount is less than what remains. The uncaptured rows are replaced by a
 * captured row and one for the rest for each of their VAT rates, in proportion to what each rate has left. A row of 0 is
 * left out, unless rows whose prices cancel each other out leave VAT behind.
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
    .map(({ part }) => capturedRow(part, { rowId: nextRowId(), description }));
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

const capturedRow = (
  { vatRate, gross, vat }: TaxedAmount,
  named: Pick<Row, 'rowId' | 'description'>,
): Row => {
  const row = { ...named, articleNumber: 'capture', unitPrice: gross, quantity: 1, vatRate };
  return { ...row, ...vatMember(row, vat) };
};
