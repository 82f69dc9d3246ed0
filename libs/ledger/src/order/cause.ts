/** The kind of action a command is; idempotency keys are remembered per order and action. */
export type OrderAction =
  | 'register'
  | 'authorize'
  | 'capture'
  | 'settle'
  | 'fail'
  | 'cancel'
  | 'refund'
  | 'reauthorize'
  | 'approve'
  | 'reject'
  | 'extend'
  | 'expire'
  | 'settle-refund'
  | 'fail-refund'
  | 'release-authorization'
  | 'create-terminal-intent'
  | 'create-checkout-intent'
  | 'capture-terminal-payment'
  | 'capture-authorization'
  | 'create-customer'
  | 'change-shop-status';

/** The request that an event came from. Stored in the event's metadata, remembered by the fold. */
export interface Cause {
  readonly action: OrderAction;
  /** SHA-256 of the request's meaning, hex. */
  readonly fingerprint: string;
  readonly idempotencyKey?: string;
  /** The id by which support finds the request in logs; absent while it is being decided. */
  readonly correlationId?: string;
}
