import { without } from '../collections/objects.js';
import type { OrderCancelled } from './order-events.js';
import { rowsMax, vatMember, vatOf, type Row } from './row.js';
import type { GivenUp } from './order.js';

/** The cancelled part of an order after one more cancellation. */
export const givenUpAfter = (before: GivenUp | undefined, { data }: OrderCancelled): GivenUp => {
  const rows = bounded(added(before?.rows ?? [], data.rows));
  const cancelledAt = data.captureId === undefined ? data.cancelledAt : before?.cancelledAt;
  return { rows, ...(cancelledAt !== undefined && { cancelledAt }) };
};

const added = (before: readonly Row[], more: readonly Row[]): readonly Row[] => {
  if (before.length === 0) return more;
  const rows = new Map(before.map((row) => [row.rowId, row]));
  for (const row of more) {
    const known = rows.get(row.rowId);
    rows.set(row.rowId, known === undefined ? row : sumOf(known, row));
  }
  return [...rows.values()];
};

const sumOf = (one: Row, other: Row): Row => {
  const row = { ...without(one, 'vat'), quantity: one.quantity + other.quantity };
  return { ...row, ...vatMember(row, vatOf(one) + vatOf(other)) };
};

/**
 * Limits the number of cancelled rows. A failed capture brings rows back under new ids, so an order
 * that is cancelled repeatedly would collect more and more of them. Above `rowsMax` there is one
 * row for each VAT rate instead.
 */
const bounded = (rows: readonly Row[]): readonly Row[] => {
  if (rows.length <= rowsMax) return rows;
  const rates = new Map<number, { readonly gross: number; readonly vat: number }>();
  for (const row of rows) {
    const { gross, vat } = rates.get(row.vatRate) ?? { gross: 0, vat: 0 };
    rates.set(row.vatRate, {
      gross: gross + row.unitPrice * row.quantity,
      vat: vat + vatOf(row),
    });
  }
  return [...rates].map(([vatRate, { gross, vat }]) => {
    const row = { unitPrice: gross, quantity: 1, vatRate };
    return {
      rowId: `given-up-${vatRate}`,
      description: 'Cancelled',
      ...row,
      ...vatMember(row, vat),
    };
  });
};
