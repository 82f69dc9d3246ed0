import { vatOfPart } from '../../money/vat-of-part.js';
import type { CapturedRow, OrderRow } from '../row.js';
import { leftOfRow, vatMember } from '../row-vat.js';

/**
 * This quantity of one of the order's rows, as a capture event says it. The row's attributes stay
 * where they are, in the registration: repeating them in every capture could make an event larger
 * than the event store takes.
 */
export const capturedRow = (row: OrderRow, quantity: number): CapturedRow => ({
  rowId: row.rowId,
  ...(row.articleNumber !== undefined && { articleNumber: row.articleNumber }),
  description: row.description,
  unitPrice: row.unitPrice,
  quantity,
  vatRate: row.vatRate,
  ...(row.type !== undefined && { type: row.type }),
  ...vatMember(
    { unitPrice: row.unitPrice, quantity, vatRate: row.vatRate },
    vatOfPart(leftOfRow(row), row.unitPrice * quantity),
  ),
});
