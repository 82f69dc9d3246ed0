/**
 * The kind of action that a command asks for. An order remembers idempotency keys for each kind
 * separately.
 */
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

/**
 * The request that caused an event. This cause is stored in the event's metadata, and the order's
 * state remembers it to answer repeats of the request.
 */
export interface Cause {
  readonly action: OrderAction;
  /**
   * Hex SHA-256 of what the request asks for; equal for requests that ask for the same thing
   * (`fingerprintInput`).
   */
  readonly fingerprint: string;
  readonly idempotencyKey?: string;
  /**
   * The id under which support finds the request in the service logs. Only events that are already
   * appended have it.
   */
  readonly correlationId?: string;
}
