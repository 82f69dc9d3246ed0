import {
  firstStatusOf,
  Impossible,
  insist,
  insistOnSums,
  isOpen,
  openCapturesOf,
  remainingOf,
  worth,
  type FoldedCapture,
  type FoldedOrder,
  type FoldedPayment,
  type LoggedRow,
  givenBack,
  replaced,
  taken,
} from './folded-order.js';

export interface CaptureData {
  readonly captureId: string;
  readonly outcome: string;
  readonly amount: number;
  readonly rows: readonly LoggedRow[];
  readonly paymentIntent?: string;
  /**
   * If rows were replaced by this capture: the new row with the amount that is left, or `null` if
   * nothing is left. Absent if the order keeps its rows.
   */
  readonly remainder?: LoggedRow | null;
  readonly remainders?: readonly LoggedRow[];
}

const remaindersOf = ({ remainder, remainders }: CaptureData): readonly LoggedRow[] | undefined => {
  if (remainders !== undefined || remainder === undefined) return remainders;
  return remainder === null ? [] : [remainder];
};

const insistOnCapture = (order: FoldedOrder, data: CaptureData): void => {
  insist(isOpen(order), `captured while ${order.status}`);
  insist(data.amount >= 0, 'a negative amount was captured');
  insist(worth(data.rows) === data.amount, 'the captured rows are not worth the amount');
  const before = remainingOf(order);
  insist(data.amount <= before, `I1: ${data.amount} captured of ${before}`);
  insist(data.outcome === firstStatusOf(order), `a capture of ${order.method}: ${data.outcome}`);
  insist(data.paymentIntent === order.payment?.intent, 'captured through another intent');
  const isKnown = order.captures.some(({ captureId }) => captureId === data.captureId);
  insist(!isKnown, 'I4: a capture is made twice');
};

/**
 * Applies a capture to an order. The capture of a card order stays `requested` until the gateway
 * has settled it.
 */
export const captured = (order: FoldedOrder, data: CaptureData): FoldedOrder => {
  insistOnCapture(order, data);
  const { captureId, amount, rows: takenRows } = data;
  const status = firstStatusOf(order);
  const remainders = remaindersOf(data);
  const rows =
    remainders === undefined ? taken(order.rows, takenRows) : replaced(order.rows, remainders);
  return insistOnSums({
    ...order,
    rows,
    status: rows.some(({ left }) => left > 0) ? 'PartActivated' : 'Activated',
    requested: order.requested + (status === 'requested' ? amount : 0),
    captured: order.captured + (status === 'settled' ? amount : 0),
    captures: [...order.captures, { captureId, amount, refunded: 0, status, rows: takenRows }],
  });
};

export interface CaptureOutcome {
  readonly captureId: string;
  readonly amount: number;
  readonly rows: readonly LoggedRow[];
  readonly restReleased?: true;
  readonly authorizationLapsed?: true;
  readonly openCaptures?: number;
}

const textOf = (rows: readonly LoggedRow[]): string =>
  JSON.stringify(rows.map(({ rowId, unitPrice, quantity }) => [rowId, unitPrice, quantity]));

/** Sets the outcome of a capture. The capture must have been `requested` before. */
const withOutcome = (
  { captures }: FoldedOrder,
  { captureId, amount, rows }: CaptureOutcome,
  status: 'settled' | 'failed',
): FoldedCapture[] => {
  const capture = captures.find((one) => one.captureId === captureId);
  if (capture === undefined) throw new Impossible(`${status}, and never requested: ${captureId}`);
  insist(capture.status === 'requested', `${status} after it was ${capture.status}`);
  insist(capture.amount === amount, `I1: ${amount} is ${status} of ${capture.amount}`);
  insist(textOf(capture.rows) === textOf(rows), 'I3: other rows than were captured');
  return captures.map((one) => (one === capture ? { ...one, status } : one));
};

const paymentOf = ({ payment }: FoldedOrder): FoldedPayment => {
  if (payment === undefined)
    throw new Impossible('the gateway acts for an order without an intent');
  return payment;
};

/** Applies the news that the gateway has executed a capture. */
export const settled = (order: FoldedOrder, data: CaptureOutcome): FoldedOrder => {
  const payment = paymentOf(order);
  return insistOnSums({
    ...order,
    captures: withOutcome(order, data, 'settled'),
    requested: order.requested - data.amount,
    captured: order.captured + data.amount,
    payment: {
      ...payment,
      status: payment.status === 'lapsed' ? 'authorized' : payment.status,
      isRestReleased: payment.isRestReleased || data.restReleased === true,
    },
  });
};

/**
 * Applies the news that the gateway has refused a capture. The amount and the rows can then be
 * captured again.
 */
export const failed = (order: FoldedOrder, data: CaptureOutcome): FoldedOrder => {
  const payment = paymentOf(order);
  const captures = withOutcome(order, data, 'failed');
  const after: FoldedOrder = {
    ...order,
    captures,
    rows: givenBack(order.rows, data.rows),
    requested: order.requested - data.amount,
    payment: data.authorizationLapsed === true ? { ...payment, status: 'lapsed' } : payment,
  };
  const open = openCapturesOf(after);
  insist(data.openCaptures === open, `${data.openCaptures} captures are open, not ${open}`);
  const reopened = open === 0 ? 'NotActivated' : 'PartActivated';
  return insistOnSums({ ...after, status: order.status === 'Expired' ? 'Expired' : reopened });
};
