import type { LoggedEvent } from './logged-event.js';

export interface FoldedRow {
  readonly rowId: string;
  readonly unitPrice: number;
  readonly quantity: number;
  readonly left: number;
}

/** The money of an order as its events tell it. */
export interface FoldedOrder {
  readonly status: string;
  readonly total: number;
  readonly captured: number;
  readonly rows: readonly FoldedRow[];
  readonly captures: readonly { readonly captureId: string; readonly amount: number }[];
}

/** A history that cannot be. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
}

interface LoggedRow {
  readonly rowId: string;
  readonly unitPrice: number;
  readonly quantity: number;
}

interface CaptureData {
  readonly captureId: string;
  readonly amount: number;
  readonly rows: readonly LoggedRow[];
  /** There if the rows that were not captured yet were replaced. */
  readonly remainder?: LoggedRow | null;
}

const insist = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Impossible(otherwise);
};

export const remainingOf = ({ rows }: FoldedOrder): number =>
  rows.reduce((sum, { unitPrice, left }) => sum + unitPrice * left, 0);

const worth = (rows: readonly LoggedRow[]): number =>
  rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

const uncaptured = (row: LoggedRow): FoldedRow => ({
  rowId: row.rowId,
  unitPrice: row.unitPrice,
  quantity: row.quantity,
  left: row.quantity,
});

const registered = (event: LoggedEvent): FoldedOrder => {
  insist(event.type === 'OrderRegistered', `the history begins with ${event.type}`);
  const rows = event.data['rows'] as readonly LoggedRow[];
  return {
    status: 'Pending',
    total: worth(rows),
    captured: 0,
    rows: rows.map(uncaptured),
    captures: [],
  };
};

const taken = (rows: readonly FoldedRow[], captured: readonly LoggedRow[]): FoldedRow[] => {
  const after = new Map(rows.map((row) => [row.rowId, row]));
  for (const { rowId, quantity, unitPrice } of captured) {
    const row = after.get(rowId);
    if (row === undefined) throw new Impossible(`I3: row ${rowId} is captured and not there`);
    insist(row.unitPrice === unitPrice, `row ${rowId} is captured at another price`);
    insist(quantity > 0 && row.left >= quantity, `I3: row ${rowId} has ${row.left}`);
    after.set(rowId, { ...row, left: row.left - quantity });
  }
  return [...after.values()];
};

/** What was captured of a row stays; what was not gave way to the remainder. */
const replaced = (rows: readonly FoldedRow[], remainder: LoggedRow | null): FoldedRow[] => [
  ...rows
    .filter(({ quantity, left }) => quantity > left)
    .map((row) => ({ ...row, quantity: row.quantity - row.left, left: 0 })),
  ...(remainder === null ? [] : [uncaptured(remainder)]),
];

const captured = (order: FoldedOrder, data: CaptureData): FoldedOrder => {
  insist(
    ['NotActivated', 'PartActivated'].includes(order.status),
    `captured while ${order.status}`,
  );
  insist(data.amount >= 0, 'a negative amount was captured');
  insist(worth(data.rows) === data.amount, 'the captured rows are not worth the amount');
  const before = remainingOf(order);
  insist(data.amount <= before, `I1: ${data.amount} captured of ${before}`);
  const { remainder } = data;
  const rows =
    remainder === undefined ? taken(order.rows, data.rows) : replaced(order.rows, remainder);
  const after: FoldedOrder = {
    ...order,
    rows,
    status: rows.some(({ left }) => left > 0) ? 'PartActivated' : 'Activated',
    captured: order.captured + data.amount,
    captures: [...order.captures, { captureId: data.captureId, amount: data.amount }],
  };
  insist(after.captured <= after.total, 'I1: more captured than authorised');
  insist(after.captured + remainingOf(after) === after.total, 'I2: the sum has changed');
  return after;
};

/**
 * Moves an order on by an event; throws `Impossible`. Written from domain.md for this oracle, so that a mistake in the
 * ledger's own fold does not hide itself.
 */
export const foldedOn = (order: FoldedOrder | undefined, event: LoggedEvent): FoldedOrder => {
  if (order === undefined) return registered(event);
  switch (event.type) {
    case 'OrderAuthorized':
      insist(order.status === 'Pending', `authorised while ${order.status}`);
      return { ...order, status: 'NotActivated' };
    case 'OrderCaptured':
      insist(event.data['amount'] === remainingOf(order), 'a full capture left something');
      return captured(order, event.data as unknown as CaptureData);
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return captured(order, event.data as unknown as CaptureData);
    case 'OrderExpired':
      insist(['NotActivated', 'PartActivated'].includes(order.status), `expired: ${order.status}`);
      return { ...order, status: 'Expired' };
    default:
      throw new Impossible(`an event of type ${event.type}`);
  }
};
