import type { CaptureItem, OrderCommand } from '../../order/order-commands.js';
import type { Order } from '../../order/order.js';
import { releaseDue } from '../../order/payment/evolve-payment.js';
import { refundableRows } from '../../order/refund/refundable-rows.js';
import {
  captureAuthorization,
  captureTerminal,
  checkoutIntent,
  customer,
  failRefund,
  release,
  seen,
  settleRefund,
  terminalIntent,
} from '../card-commands.js';
import { type Circumstances, item } from '../commands.js';
import { expiresAt, shoes } from '../demo-order.js';
import {
  approve,
  cancel,
  extend,
  fail,
  refund,
  reauthorize,
  rejectReauthorization,
  settle,
  shopStatus,
} from '../later-commands.js';
import type { Attempt, LaterAttempt } from './arbitrary-history.js';

type Later = Attempt & { readonly kind: LaterAttempt };

/**
 * The command for an attempt that is not a capture. The ledger accepts most of these commands, but
 * not all.
 */
export const laterCommandOf = (
  order: Order,
  attempt: Later,
  circumstances: Circumstances,
): OrderCommand => {
  const { balance } = order;
  const { kind, size } = attempt;
  const refundable = balance.captured - balance.refunded;
  if (releaseDue(order) !== undefined && size % 2 === 0) {
    return release(order.payment.paymentIntent, circumstances);
  }
  switch (kind) {
    case 'settle':
      if (isRefundNext(order)) return settleRefund(someRefund(order, size), circumstances);
      return settle(someCapture(order, size), circumstances);
    case 'fail':
      if (isRefundNext(order)) return failRefund(someRefund(order, size), circumstances);
      return fail(someCapture(order, size), circumstances);
    case 'refund':
      return refund(size % (refundable + 1), {}, circumstances);
    case 'refund all':
      return refund(refundable, {}, circumstances);
    case 'refund items': {
      const { amount, items } = returned(order, attempt);
      return refund(amount, { items }, circumstances);
    }
    case 'settle refund':
      return settleRefund(someRefund(order, size), circumstances);
    case 'fail refund':
      return failRefund(someRefund(order, size), circumstances);
    case 'release':
      return release(order.payment.paymentIntent, circumstances);
    case 'terminal intent':
      return terminalIntent(`pi_${size}`, circumstances);
    case 'checkout intent': {
      const replaced = size % 2 === 0 ? order.payment.checkoutIntent : undefined;
      const replaces = replaced !== undefined && { replaces: replaced };
      return checkoutIntent(`pi_${size}`, { ...replaces }, circumstances);
    }
    case 'capture terminal':
      return captureTerminal(
        seen(size % 4 === 0 ? { paymentIntent: 'pi_other' } : {}),
        circumstances,
      );
    case 'capture authorization':
      return captureAuthorization(seen(), circumstances);
    case 'customer':
      return customer(`cus_${size % 2}`, circumstances);
    case 'lapse': {
      const failed = fail(someCapture(order, size), circumstances);
      return { ...failed, data: { ...failed.data, authorizationLapsed: true } };
    }
    case 'shop status':
      return shopStatus(size % 2 === 0 ? 'completed' : 'archived', circumstances);
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

/**
 * True if a refund waits for its outcome and no capture does. The next outcome is then that of the
 * refund.
 */
const isRefundNext = ({ captures, refunds }: Order): boolean =>
  [...captures.values()].every(({ status }) => status !== 'requested') &&
  [...(refunds?.made.values() ?? [])].some(({ status }) => status === 'requested');

const someRefund = ({ refunds }: Order, size: number): string => {
  const all = [...(refunds?.made.values() ?? [])];
  const waiting = all.filter(({ status }) => status === 'requested');
  const among = waiting.length > 0 ? waiting : all;
  return among[size % among.length]?.refundId ?? 'none';
};

const pendingIn = ({ reauthorizations }: Order): string =>
  reauthorizations?.pending?.reauthorizationId ?? 'none';

/**
 * The items of a refund: some quantity of each captured row that can still be returned, and
 * sometimes a fee. `amount` is their sum.
 */
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
