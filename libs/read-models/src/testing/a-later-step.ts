import fc from 'fast-check';
import type { Order, OrderCommand } from '#ledger';
import { orderIdOf } from '../../../ledger/src/testing/demo-order.js';
import { capture, command, item, placedAt, store } from './commands.js';
import type { RecordedLog } from './recorded-log.js';

/**
 * A step of a random history: makes a command that fits the log so far. `commands` is the number of
 * commands before it.
 */
export type Step = (log: RecordedLog, commands: number) => OrderCommand;

/** A random order number. There are only a few, so that several commands concern the same order. */
export const aNumber = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');

interface Later {
  readonly kind:
    | 'settle'
    | 'fail'
    | 'refund'
    | 'refund items'
    | 'cancel'
    | 'final'
    | 'reauthorize'
    | 'approve'
    | 'reject'
    | 'extend'
    | 'shop status';
  readonly percent: number;
}

const minor = (value: number) => ({ unit: 'minor' as const, value });

const partOf = (amount: number, percent: number): number => Math.round((amount * percent) / 100);

/**
 * Makes a command on an order, other than a capture. A command that does not fit the order is
 * refused and leaves no event.
 */
const laterCommand = (
  orderId: string,
  order: Order | undefined,
  { kind, percent }: Later,
): OrderCommand => {
  const head = command(orderId, placedAt);
  const { captured = 0, refunded = 0, remaining = 0 } = order?.balance ?? {};
  const captures = [...(order?.captures.values() ?? [])];
  const requested = captures.find(({ status }) => status === 'requested');
  const captureId = requested?.captureId ?? orderId;
  const refundId = requested === undefined ? refundRequestedOf(order) : undefined;
  const reauthorizationId = order?.reauthorizations?.pending?.reauthorizationId ?? orderId;
  switch (kind) {
    case 'settle':
      if (refundId !== undefined) return { type: 'SettleRefund', ...head, data: { refundId } };
      return { type: 'SettleCapture', ...head, data: { captureId } };
    case 'fail':
      if (refundId !== undefined) {
        return { type: 'FailRefund', ...head, data: { refundId, reason: 'declined' } };
      }
      return { type: 'FailCapture', ...head, data: { captureId, reason: 'declined' } };
    case 'refund': {
      const amount = minor(partOf(captured - refunded, percent));
      return { type: 'RefundOrder', ...head, data: { amount, items: [], reference: 'a,b}"' } };
    }
    case 'refund items': {
      const row = captures.find(({ status }) => status === 'settled')?.rows[0];
      const items = row === undefined ? [] : [item(row, 1)];
      return { type: 'RefundOrder', ...head, data: { amount: minor(row?.unitPrice ?? 0), items } };
    }
    case 'cancel':
      return { type: 'CancelOrder', ...head, data: { reference: 'stock' } };
    case 'final':
      return capture(orderId, partOf(remaining, percent), { final: true });
    case 'reauthorize':
      return {
        type: 'ReauthorizeOrder',
        ...head,
        data: { amount: minor(partOf(remaining, 2 * percent)), items: [] },
      };
    case 'approve':
      return { type: 'ApproveReauthorization', ...head, data: { reauthorizationId } };
    case 'reject':
      return { type: 'RejectReauthorization', ...head, data: { reauthorizationId } };
    case 'shop status': {
      const status = percent % 2 === 0 ? 'completed' : 'archived';
      return { type: 'ChangeShopStatus', ...head, data: { status } };
    }
    case 'extend':
      return { type: 'ExtendOrder', ...head, data: { expiresAt: '2026-07-01T12:00:00.000Z' } };
  }
};

const refundRequestedOf = (order: Order | undefined): string | undefined =>
  [...(order?.refunds?.made.values() ?? [])].find(({ status }) => status === 'requested')?.refundId;

export const aLaterStep: fc.Arbitrary<Step> = fc
  .record({
    number: aNumber,
    percent: fc.integer({ min: 10, max: 100 }),
    kind: fc.constantFrom<Later['kind'][]>(
      ...['settle' as const, 'fail' as const, 'refund' as const, 'refund items' as const],
      ...['settle' as const, 'refund' as const, 'refund items' as const],
      ...['reauthorize' as const, 'reauthorize' as const, 'approve' as const, 'reject' as const],
      ...['cancel' as const, 'final' as const, 'extend' as const, 'shop status' as const],
    ),
  })
  .map(({ number, ...later }) => (log) => {
    const fitting = [...log.orders.values()].filter((order) => isFor(later.kind, order));
    const orderId =
      fitting[later.percent % fitting.length]?.balance.orderId ?? orderIdOf(store, number);
    return laterCommand(orderId, log.orders.get(orderId), later);
  });

/**
 * Returns whether the order can accept a command of this kind. Rare kinds need this check, because
 * a randomly chosen order would seldom accept them.
 */
const isFor = (kind: Later['kind'], order: Order): boolean => {
  const { balance, captures, reauthorizations } = order;
  if (kind === 'settle' || kind === 'fail') {
    return (
      [...captures.values()].some(({ status }) => status === 'requested') ||
      refundRequestedOf(order) !== undefined
    );
  }
  if (kind === 'approve' || kind === 'reject') return reauthorizations?.pending !== undefined;
  return kind === 'reauthorize' && balance.remaining > 0 && balance.paymentMethod === 'invoice';
};
