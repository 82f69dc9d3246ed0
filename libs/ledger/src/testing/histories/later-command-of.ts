import type { CaptureItem, OrderCommand } from '../../order/order-commands.js';
import type { Order } from '../../order/order.js';
import { refundableRows } from '../../order/refund/refundable-rows.js';
import type { Circumstances } from '../command-head.js';
import { item } from '../commands.js';
import { expiresAt, shoes } from '../demo-order.js';
import { approve, cancel, extend, fail, refund } from '../later-commands.js';
import { reauthorize, rejectReauthorization, settle } from '../later-commands.js';
import type { Attempt, LaterAttempt } from './arbitrary-history.js';

type Later = Attempt & { readonly kind: LaterAttempt };

/** The command that an attempt comes to that captures nothing: most are acceptable, some are not. */
export const laterCommandOf = (
  order: Order,
  attempt: Later,
  circumstances: Circumstances,
): OrderCommand => {
  const { balance } = order;
  const { kind, size } = attempt;
  const refundable = balance.captured - balance.refunded;
  switch (kind) {
    case 'settle':
      return settle(someCapture(order, size), circumstances);
    case 'fail':
      return fail(someCapture(order, size), circumstances);
    case 'refund':
      return refund(size % (refundable + 1), {}, circumstances);
    case 'refund all':
      return refund(refundable, {}, circumstances);
    case 'refund items': {
      const { amount, items } = returned(order, attempt);
      return refund(amount, { items }, circumstances);
    }
    case 'cancel':
      return cancel({}, circumstances);
    case 'reauthorize':
      return reauthorize(size % (2 * balance.remaining + 2), {}, circumstances);
    case 'reauthorize items': {
      const row = { ...shoes, unitPrice: size % 20_000, quantity: 2 };
      return reauthorize(2 * row.unitPrice, { items: [item(row)] }, circumstances);
    }
    case 'approve':
      return approve(pendingIn(order), circumstances);
    case 'reject':
      return rejectReauthorization(pendingIn(order), circumstances);
    case 'extend':
      return extend(size % 2 === 0 ? {} : { expiresAt }, circumstances);
  }
};

const someCapture = ({ captures }: Order, size: number): string => {
  const all = [...captures.values()];
  const waiting = all.filter(({ status }) => status === 'requested');
  const among = waiting.length > 0 ? waiting : all;
  return among[size % among.length]?.captureId ?? 'none';
};

const pendingIn = ({ reauthorizations }: Order): string =>
  reauthorizations?.pending?.reauthorizationId ?? 'none';

/** Some of what can be returned of each captured row, less a fee, and the sum of it. */
const returned = (
  order: Order,
  { quantities, size }: Attempt,
): { readonly amount: number; readonly items: readonly CaptureItem[] } => {
  const taken = refundableRows(order)
    .map((row, index) => ({
      row,
      quantity: Math.min(quantities[index % quantities.length] ?? 0, row.remainingQuantity),
    }))
    .filter(({ quantity }) => quantity > 0);
  const goods = taken.reduce((sum, { row, quantity }) => sum + row.unitPrice * quantity, 0);
  const fee = size % 3 === 0 ? Math.min(goods, 49) : 0;
  const feeRow = { ...shoes, articleNumber: 'fee', unitPrice: -fee, type: 'fee' as const };
  return {
    amount: goods - fee,
    items: [
      ...taken.map(({ row, quantity }) => item(row, { quantity })),
      ...(fee > 0 ? [item(feeRow, { type: 'fee' })] : []),
    ],
  };
};
