import type { Row } from '../row.js';

/**
 * The one row that stands for what a replacement left uncaptured (walley.md, "Capture"). `left` in
 * minor units.
 */
export const remainderRow = (rowId: string, left: number): Row => ({
  rowId,
  articleNumber: 'remainder',
  description: 'Remaining amount',
  unitPrice: left,
  quantity: 1,
  vatRate: 0,
});
