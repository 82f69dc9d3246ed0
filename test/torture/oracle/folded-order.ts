/** A row of an order, and how much of it is not captured. */
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

/** The part of a refund that is taken from one capture. */
export interface RefundShare {
  readonly captureId: string;
  readonly amount: number;
}

/** The payment of a card order. */
export interface FoldedPayment {
  readonly intent: string;
  readonly status: 'authorized' | 'lapsed' | 'released';
  /** The last capture has given the rest of the authorisation free. */
  readonly isRestReleased: boolean;
}

/** The money of an order by its events. */
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
  /** Only of a card order, once it is authorised. */
  readonly payment?: FoldedPayment;
}

/** A row as events have it. */
export interface LoggedRow {
  readonly rowId: string;
  readonly unitPrice: number;
  readonly quantity: number;
}

/** The history breaks a rule of the domain. */
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

/** True if something of the order can be captured. */
export const isOpen = ({ status }: FoldedOrder): boolean =>
  status === 'NotActivated' || status === 'PartActivated';

/** The captures that are settled or may still be. */
export const openCapturesOf = ({ captures }: FoldedOrder): number =>
  captures.filter(({ status }) => status !== 'failed').length;

/** True if everything captured was refunded, and nothing waits for the gateway. */
export const isGivenBack = ({ requested, captured, refunded }: FoldedOrder): boolean =>
  refunded > 0 && requested === 0 && refunded === captured;

/** The status of a new capture or refund: the ledger settles an invoice by itself. */
export const firstStatusOf = ({ method }: FoldedOrder): FoldedStatus =>
  method === 'invoice' ? 'settled' : 'requested';

/** Throws `Impossible` unless the sums of the order keep the invariants I1 and I2. */
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
