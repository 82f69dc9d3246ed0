import type { RequestedAmount } from '../money/amount.js';
import type {
  ApproveReauthorizationCommand,
  CancelOrderCommand,
  ChangeShopStatusCommand,
  ExtendOrderCommand,
  FailCapture,
  RefundOrderCommand,
  RejectReauthorizationCommand,
  ReauthorizeOrderCommand,
  SettleCapture,
} from '../order/order-commands.js';
import { commandHead, type Circumstances, amountOf } from './commands.js';

export const cancel = (
  data: CancelOrderCommand['data'] = {},
  circumstances: Circumstances = {},
): CancelOrderCommand => ({
  type: 'CancelOrder',
  ...commandHead('CancelOrder', circumstances),
  data,
});

export const shopStatus = (
  status: ChangeShopStatusCommand['data']['status'],
  circumstances: Circumstances = {},
): ChangeShopStatusCommand => ({
  type: 'ChangeShopStatus',
  ...commandHead('ChangeShopStatus', circumstances),
  data: { status },
});

/** Refunds an amount. A plain number is in minor units. */
export const refund = (
  amount: number | RequestedAmount,
  content: Partial<RefundOrderCommand['data']> = {},
  circumstances: Circumstances = {},
): RefundOrderCommand => ({
  type: 'RefundOrder',
  ...commandHead('RefundOrder', circumstances),
  data: { amount: amountOf(amount), items: [], ...content },
});

export const reauthorize = (
  amount: number | RequestedAmount,
  content: Partial<ReauthorizeOrderCommand['data']> = {},
  circumstances: Circumstances = {},
): ReauthorizeOrderCommand => ({
  type: 'ReauthorizeOrder',
  ...commandHead('ReauthorizeOrder', circumstances),
  data: { amount: amountOf(amount), items: [], ...content },
});

export const approve = (
  reauthorizationId: string,
  circumstances: Circumstances = {},
): ApproveReauthorizationCommand => ({
  type: 'ApproveReauthorization',
  ...commandHead('ApproveReauthorization', circumstances),
  data: { reauthorizationId },
});

export const rejectReauthorization = (
  reauthorizationId: string,
  circumstances: Circumstances = {},
): RejectReauthorizationCommand => ({
  type: 'RejectReauthorization',
  ...commandHead('RejectReauthorization', circumstances),
  data: { reauthorizationId },
});

export const extend = (
  data: ExtendOrderCommand['data'] = {},
  circumstances: Circumstances = {},
): ExtendOrderCommand => ({
  type: 'ExtendOrder',
  ...commandHead('ExtendOrder', circumstances),
  data,
});

export const settle = (captureId: string, circumstances: Circumstances = {}): SettleCapture => ({
  type: 'SettleCapture',
  ...commandHead('SettleCapture', circumstances),
  data: { captureId },
});

export const fail = (captureId: string, circumstances: Circumstances = {}): FailCapture => ({
  type: 'FailCapture',
  ...commandHead('FailCapture', circumstances),
  data: { captureId, reason: 'card_declined' },
});
