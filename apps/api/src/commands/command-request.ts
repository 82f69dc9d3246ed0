import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '#access';
import type { Origin } from '#event-log';
import { actionIdOf, type Instant, type OrderAction } from '#ledger';

/**
 * The caller, the contract and the time of the request that a command comes from. Every command
 * carries these besides its own content.
 */
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

/**
 * The id of the action that a command makes, such as a capture. With an idempotency key every
 * replica of the service derives the same id. Without a key the id is random; internal retries of
 * the request keep it (domain.md, "Events").
 */
export const actionId = (
  orderId: string,
  action: OrderAction,
  idempotencyKey: string | undefined,
): string =>
  idempotencyKey === undefined
    ? uuidv7({ random: randomBytesOfUuid() })
    : actionIdOf(orderId, action, idempotencyKey);

const bytesPerUuid = 16;
const pool = new Uint8Array(256 * bytesPerUuid);
let used = pool.length;

/**
 * The random bytes come from a pool, because a call to the operating system for 16 bytes costs as
 * much as a call for the whole pool.
 */
const randomBytesOfUuid = (): Uint8Array => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytesPerUuid;
  return pool.subarray(used - bytesPerUuid, used);
};
