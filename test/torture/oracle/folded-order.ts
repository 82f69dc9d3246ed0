import type { LoggedEvent } from './logged-event.js';

export interface FoldedRow {
  readonly rowId: string;
  readonly unitPrice: number;
  readonly quantity: number;
  readonly left: number;
}

/** The money of an order by its events. */
export interface FoldedOrder {
  readonly status: string;
  readonly total: number;
  readonly captured: number;
  readonly cancelled: number;
  readonly refunded: number;
  readonly rows: readonly FoldedRow[];
  readonly captures: readonly FoldedCapture[];
}

export interface FoldedCapture {
  readonly captureId: string;
  readonly amount: number;
  readonly refunded: number;
}

/** The history breaks a rule of the domain. */
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
  /** Present, as a row or `null`, if the uncaptured rows were replaced. */
  readonly remainder?: LoggedRow | null;
  readonly remainders?: readonly LoggedRow[];
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
    cancelled: 0,
    refunded: 0,
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

/** The captured part of each row stays; the remainders replace the uncaptured part. */
const replaced = (
  rows: readonly FoldedRow[],
  remainders: readonly LoggedRow[] = [],
): FoldedRow[] => [
  ...rows
    .filter(({ quantity, left }) => quantity > left)
    .map((row) => ({ ...row, quantity: row.quantity - row.left, left: 0 })),
  ...remainders.map(uncaptured),
];

const remaindersOf = ({ remainder, remainders }: CaptureData): readonly LoggedRow[] | undefined => {
  if (remainders !== undefined || remainder === undefined) return remainders;
  return remainder === null ? [] : [remainder];
};

const insistOnSum = (order: FoldedOrder): void => {
  const sum = order.captured + order.cancelled + remainingOf(order);
  insist(sum === order.total, 'I2: the sum has changed');
};

const captured = (order: FoldedOrder, data: CaptureData): FoldedOrder => {
  insist(
    ['NotActivated', 'PartActivated'].includes(order.status),
    `captured while ${order.status}`,
  );
  insist(data.amount >= 0, 'a negative amount was captured');
  insist(worth(data.rows) === data.amount, 'the captured rows are not worth the amount');
  const before = remainingOf(order);
  insist(data.amount <= before, `I1: ${data.amount} captured of ${before}`);
  const remainders = remaindersOf(data);
  const rows =
    remainders === undefined ? taken(order.rows, data.rows) : replaced(order.rows, remainders);
  const after: FoldedOrder = {
    ...order,
    rows,
    status: rows.some(({ left }) => left > 0) ? 'PartActivated' : 'Activated',
    captured: order.captured + data.amount,
    captures: [...order.captures, { captureId: data.captureId, amount: data.amount, refunded: 0 }],
  };
  insist(after.captured <= after.total, 'I1: more captured than authorised');
  insistOnSum(after);
  return after;
};

/** True if everything captured was refunded and nothing is left to capture. */
const isReturned = (order: FoldedOrder): boolean =>
  order.refunded > 0 &&
  order.refunded === order.captured &&
  order.rows.every(({ left }) => left === 0);

const cancelled = (order: FoldedOrder, amount: number): FoldedOrder => {
  const open = ['NotActivated', 'PartActivated', 'Expired'];
  insist(open.includes(order.status), `cancelled while ${order.status}`);
  insist(amount === remainingOf(order), 'a cancellation left something');
  const rows = replaced(order.rows);
  const after = { ...order, rows, cancelled: order.cancelled + amount };
  insistOnSum(after);
  if (order.captures.length === 0) return { ...after, status: 'Closed' };
  return { ...after, status: isReturned(after) ? 'Returned' : 'Activated' };
};

interface RefundData {
  readonly amount: number;
  readonly captures: readonly { readonly captureId: string; readonly amount: number }[];
}

const refunded = (order: FoldedOrder, data: RefundData): FoldedOrder => {
  const open = ['PartActivated', 'Activated', 'Expired'];
  insist(open.includes(order.status), `refunded while ${order.status}`);
  const shares = new Map(data.captures.map(({ captureId, amount }) => [captureId, amount]));
  const sum = [...shares.values()].reduce((all, amount) => all + amount, 0);
  insist(data.amount >= 0 && sum === data.amount, 'the shares of a refund do not add up');
  const captures = order.captures.map((capture) => {
    const share = shares.get(capture.captureId) ?? 0;
    shares.delete(capture.captureId);
    return { ...capture, refunded: capture.refunded + share };
  });
  insist(shares.size === 0, 'a refund is taken from a capture that is not there');
  insist(
    captures.every((capture) => capture.refunded <= capture.amount),
    'I1: more is refunded than was captured',
  );
  const after = { ...order, captures, refunded: order.refunded + data.amount };
  return isReturned(after) ? { ...after, status: 'Returned' } : after;
};

/**
 * Applies an event to an order; throws `Impossible`. Written from domain.md for this oracle,
 * because a mistake in the ledger's own fold would hide itself.
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
    case 'OrderCancelled':
      return cancelled(order, event.data['amount'] as number);
    case 'OrderRefunded':
      return refunded(order, event.data as unknown as RefundData);
    case 'OrderExpired':
      insist(['NotActivated', 'PartActivated'].includes(order.status), `expired: ${order.status}`);
      return { ...order, status: 'Expired' };
    default:
      throw new Impossible(`an event of type ${event.type}`);
  }
};
