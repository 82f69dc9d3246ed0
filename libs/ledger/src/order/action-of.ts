import type { ActionOf } from './order-commands.js';

/** The kind of action each command is, for `actionIdOf` and for remembering idempotency keys. */
export const actionOf: ActionOf = {
  RegisterOrder: 'register',
  AuthorizeOrder: 'authorize',
  RequestCapture: 'capture',
  SettleCapture: 'settle',
  FailCapture: 'fail',
  CancelOrder: 'cancel',
  RefundOrder: 'refund',
  ReauthorizeOrder: 'reauthorize',
  ApproveReauthorization: 'approve',
  RejectReauthorization: 'reject',
  ExtendOrder: 'extend',
  ExpireOrder: 'expire',
  SettleRefund: 'settle-refund',
  FailRefund: 'fail-refund',
  ReleaseAuthorization: 'release-authorization',
  CreateTerminalIntent: 'create-terminal-intent',
  CaptureTerminalPayment: 'capture-terminal-payment',
  CaptureAuthorization: 'capture-authorization',
  CreateCustomer: 'create-customer',
};
