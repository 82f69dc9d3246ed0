import type { OrderBalance, OrderCapture } from './order.js';
import { leftOfRow, vatOf, type OrderRow, type Row } from './row.js';

/** A row with its whole quantity: what remains, what was captured and what was cancelled. */
export interface OrderedRow extends Pick<
  Row,
  'rowId' | 'articleNumber' | 'description' | 'unitPrice' | 'vatRate' | 'type' | 'attributes'
> {
  readonly quantity: number;
  /** VAT of the whole quantity, minor units. */
  readonly vat: number;
}

const numberOf = (rowId: string): number => Number(/^r(\d{1,9})$/.exec(rowId)?.[1] ?? Infinity);

const leftPart = (row: OrderRow): OrderedRow => ({
  ...row,
  quantity: row.remainingQuantity,
  vat: leftOfRow(row).vat,
});

const wholePart = (row: Row): OrderedRow => ({ ...row, vat: vatOf(row) });

/**
 * The rows of an order with their whole quantities, which captures and cancellations do not change.
 * If a capture by amount replaced rows, the rows made by this capture are shown instead.
 */
export const orderedRows = (
  { rows, givenUp }: Pick<OrderBalance, 'rows' | 'givenUp'>,
  captures: Iterable<Pick<OrderCapture, 'status' | 'rows'>>,
): readonly OrderedRow[] => {
  const found = new Map<string, OrderedRow>();
  const add = (part: OrderedRow): void => {
    const { rowId, quantity, vat } = part;
    const known = found.get(rowId);
    found.set(
      rowId,
      known === undefined
        ? part
        : { ...known, quantity: known.quantity + quantity, vat: known.vat + vat },
    );
  };
  // The order's rows are added first, because they have the attributes, which captured rows do not
  // repeat.
  for (const row of rows) add(leftPart(row));
  for (const { status, rows: taken } of captures)
    if (status !== 'failed') for (const row of taken) add(wholePart(row));
  for (const row of givenUp?.rows ?? []) add(wholePart(row));
  return [...found.values()]
    .filter(({ quantity }) => quantity > 0)
    .sort((one, other) => compare(numberOf(one.rowId), numberOf(other.rowId)));
};

const compare = (one: number, other: number): number => (one === other ? 0 : one - other);
