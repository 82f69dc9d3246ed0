import type { Caller } from '#access';
import type { Instant } from '#ledger';

/** What every command carries besides its own content: who asks, through what, when. */
export interface CommandRequest {
  readonly caller: Caller;
  readonly contract: 'walley' | 'ledger';
  /** Method and route pattern: `POST /manage/orders/:orderId/capture`. */
  readonly endpoint: string;
  /** The request's `X-Request-Id`, lower case. */
  readonly correlationId: string;
  /** W3C trace context, carried into event metadata. */
  readonly traceparent?: string;
  /** When the request arrived: the time the command is decided at. */
  readonly at: Instant;
  readonly idempotencyKey?: string;
}

/** A settlement, and the store and currency whose stream it is in. */
export interface SettlementReference {
  readonly settlementId: string;
  readonly storeId: string;
  readonly currency: string;
}
