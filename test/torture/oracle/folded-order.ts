/** A row of an order. `left` is the quantity that is not captured yet. */
export interface FoldedRow {
  readonly rowId: string;
  readonly unitPrice: number;
  readonly quantity: number;
  readonly left: number;
}

/**
 * The state of a capture or a refund. `requested` means that the card gateway has not acted yet.
 */
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

/** The part of a refund that pays one capture back, in minor units. */
export interface RefundShare {
  readonly captureId: string;
  readonly amount: number;
}

/** The payment of a card order. */
export interface FoldedPayment {
  readonly intent: string;
  readonly status: 'authorized' | 'lapsed' | 'released';
  /** True if the last capture has already released what was left of the authorisation. */
  readonly isRestReleased: boolean;
}

/**
 * The state of an order, computed from its events without code of the ledger. Amounts are in minor
 * units.
 */
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
  /** The card payment. Absent for an invoice order, and before the payment is authorised. */
  readonly payment?: FoldedPayment;
}

/** A row in an event, with a quantity and a price in minor units. */
export interface LoggedRow {
  readonly rowId: string;
  readonly unitPrice: number;
  readonly quantity: number;
}

/** Thrown if an event breaks a business rule, which correct code would never have written. */
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

/** True while something of the order may still be captured. */
export const isOpen = ({ status }: FoldedOrder): boolean =>
  status === 'NotActivated' || status === 'PartActivated';

/** The number of captures that have not failed: settled, or not yet answered by the gateway. */
export const openCapturesOf = ({ captures }: FoldedOrder): number =>
  captures.filter(({ status }) => status !== 'failed').length;

/** True if everything captured was refunded, and no capture still waits for the gateway. */
export const isGivenBack = ({ requested, captured, refunded }: FoldedOrder): boolean =>
  refunded > 0 && requested === 0 && refunded === captured;

/**
 * The first status of a capture or refund. An invoice order needs no gateway, so it is settled at
 * once.
 */
export const firstStatusOf = ({ method }: FoldedOrder): FoldedStatus =>
  method === 'invoice' ? 'settled' : 'requested';

/**
 * Returns the order, or throws `Impossible` if its sums break the invariants I1 or I2 of
 * docs/domain.md.
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

/**
 * Takes the captured quantities from the rows of an order.
 *
 * @throws Impossible if a row does not exist, has another price, or has less than that left
 */
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

/**
 * Removes everything not captured from the rows, and adds the rows in `remainders` in its place.
 */
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
 * Gives the rows of a failed capture back, so that they can be captured again. A row that the
 * capture made, such as one for an amount, is added to the order.
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
