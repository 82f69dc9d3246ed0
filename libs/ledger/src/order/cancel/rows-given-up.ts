import { capturedRow } from '../matching/captured-row.js';
import type { OrderBalance } from '../order.js';
import type { Row } from '../row.js';

/** What is left of each row, as the event of its cancellation says it. */
export const rowsGivenUp = ({ rows }: OrderBalance): Row[] =>
  rows
    .filter(({ remainingQuantity }) => remainingQuantity > 0)
    .map((row) => capturedRow(row, row.remainingQuantity));
