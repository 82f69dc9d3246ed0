/** A row of an order. `left` is the quantity that is not captured yet. */
export interface FoldedRow {
  readonly rowId: string;
  readonly unitPrice: number;
  readonly quantity: number;
  readonly left: number;
}

/** The outcome of a capture or a refund; `requested` until the card gateway has acted. */
export type FoldedStatus = 'requested' | 'settled' | 'failed';

export interface FoldedCapture {
  readonly captureId: string;
  readonly amount: number;
  readonly refunded: number;
  readonly status: FoldedStatus;
  readonly rows: readonly LoggedRow[];
}

export interface FoldedRefund {
  readonly refundId: string;
  readonly amount: number;
  readonly status: FoldedStatus;
  readonly shares: readonly RefundShare[];
}

/** The amount of one capture that a refund pays back. */
export interface RefundShare {
  readonly captureId: string;
  readonly amount: number;
}

/** The payment of a card order. */
export interface FoldedPayment {
  readonly intent: string;
  readonly status: 'authorized' | 'lapsed' | 'released';
  /** True if the last capture has already released the rest of the authorisation. */
  readonly isRestReleased: boolean;
}

/** The state of an order as this oracle derives it from events; amounts in minor units. */
export interface FoldedOrder {
  readonly status: string;
  readonly method: 'invoice' | 'card';
  readonly total: number;
  readonly requested: number;
  readonly captured: number;
  readonly cancelled: number;
  readonly refunded: number;
  readonly rows: readonly FoldedRow[];
  readonly captures: readonly FoldedCapture[];
  readonly refunds: readonly FoldedRefund[];
  /** The payment by card; absent if the order is paid by invoice, and before the authorisation. */
  readonly payment?: FoldedPayment;
}

/** A row of an order as it is in events. */
export interface LoggedRow {
  readonly rowId: string;
  readonly unitPrice: number;
  readonly quantity: number;
}

/** Thrown if an event breaks a rule of the domain. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
}

export const insist = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Impossible(otherwise);
};

export const worth = (rows: readonly LoggedRow[]): number =>
  rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

export const remainingOf = ({ rows }: FoldedOrder): number =>
  rows.reduce((sum, { unitPrice, left }) => sum + unitPrice * left, 0);

/** Returns whether something of the order can still be captured. */
export const isOpen = ({ status }: FoldedOrder): boolean =>
  status === 'NotActivated' || status === 'PartActivated';

/** The number of captures that the gateway has settled or may still settle. */
export const openCapturesOf = ({ captures }: FoldedOrder): number =>
  captures.filter(({ status }) => status !== 'failed').length;

/** Returns whether everything captured was refunded, and no capture waits for the gateway. */
export const isGivenBack = ({ requested, captured, refunded }: FoldedOrder): boolean =>
  refunded > 0 && requested === 0 && refunded === captured;

/**
 * The status of a new capture or refund. An invoice order needs no gateway, so its captures and
 * refunds are settled at once.
 */
export const firstStatusOf = ({ method }: FoldedOrder): FoldedStatus =>
  method === 'invoice' ? 'settled' : 'requested';

/**
 * Throws `Impossible` unless the sums of the order satisfy the invariants I1 and I2 of domain.md.
 */
export const insistOnSums = (order: FoldedOrder): FoldedOrder => {
  const { total, requested, captured, cancelled, refunded } = order;
  insist(Math.min(requested, captured, cancelled, refunded) >= 0, 'I1: a sum is negative');
  insist(captured + requested <= total, 'I1: more captured than authorised');
  insist(refunded <= captured, 'I1: more refunded than captured');
  insist(
    requested + captured + cancelled + remainingOf(order) === total,
    'I2: the sum has changed',
  );
  return order;
};

export const uncaptured = ({ rowId, unitPrice, quantity }: LoggedRow): FoldedRow => ({
  ...{ rowId, unitPrice, quantity },
  left: quantity,
});

/** The rows of an order after a capture. @throws Impossible if a captured row is not left */
export const taken = (rows: readonly FoldedRow[], captured: readonly LoggedRow[]): FoldedRow[] => {
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

/** Returns the rows after `remainders` has replaced all quantities that were not captured. */
export const replaced = (
  rows: readonly FoldedRow[],
  remainders: readonly LoggedRow[] = [],
): FoldedRow[] => [
  ...rows
    .filter(({ quantity, left }) => quantity > left)
    .map((row) => ({ ...row, quantity: row.quantity - row.left, left: 0 })),
  ...remainders.map(uncaptured),
];

/**
 * Returns the rows of an order after a capture has failed: its quantities can be captured again. A
 * capture by amount has a row of its own, which is added to the rows of the order.
 */
export const givenBack = (
  rows: readonly FoldedRow[],
  failed: readonly LoggedRow[],
): FoldedRow[] => {
  const after = new Map(rows.map((row) => [row.rowId, row]));
  for (const lost of failed) {
    const row = after.get(lost.rowId);
    const left = (row?.left ?? 0) + lost.quantity;
    insist(left <= (row ?? lost).quantity, `I3: row ${lost.rowId} gets ${left} back`);
    after.set(lost.rowId, row === undefined ? uncaptured(lost) : { ...row, left });
  }
  return [...after.values()];
};
