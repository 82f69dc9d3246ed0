import type { Caller } from '#access';
import type { Origin } from '#event-log';
import type { Instant } from '#ledger';

/** The caller, the contract and the time of a command, which it carries besides its content. */
export interface CommandRequest {
  readonly caller: Caller;
  /** The name of the contract. */
  readonly contract: string;
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

/** The part of a request that is recorded in the metadata of its events. */
export const originOf = (request: CommandRequest): Origin => ({
  clientId: request.caller.clientId,
  contract: request.contract,
  endpoint: request.endpoint,
  correlationId: request.correlationId,
  recordedAt: request.at,
  ...(request.traceparent !== undefined && { traceparent: request.traceparent }),
});
