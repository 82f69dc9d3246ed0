import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '#access';
import type { Origin } from '#event-log';
import { actionIdOf, type Instant, type OrderAction } from '#ledger';

/**
 * The details of the HTTP request that caused a command: who called, through which contract, and
 * when. Every command carries them besides its own data.
 */
export interface CommandRequest {
  readonly caller: Caller;
  /** The name of the contract. */
  readonly contract: string;
  /** Method and route pattern: `POST /manage/orders/:orderId/capture`. */
  readonly endpoint: string;
  /** The request's `X-Request-Id`, lower case. */
  readonly correlationId: string;
  /**
   * The W3C trace context of the request. Events keep it in their metadata, so that a trace can be
   * followed into the log.
   */
  readonly traceparent?: string;
  /**
   * The time when the request arrived. Rules about time, such as the expiry of an order, are
   * decided by this time.
   */
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
 * The id of the capture, refund or other action that a command makes. With an idempotency key the
 * id is derived from the key, so that every replica computes the same one. Without a key the id is
 * random, and internal retries of the request keep it (domain.md, "Events").
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
