import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { actionIdOf } from '#ledger';
import type { OrderAction } from '#ledger';

/**
 * The id of the action that a command makes. With an idempotency key any replica derives the same
 * id; without one it is made here, once for all retries of the request (domain.md, "Events").
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

/** Random bytes from a pool: each draw from the operating system costs the same, however small. */
const randomBytesOfUuid = (): Uint8Array => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytesPerUuid;
  return pool.subarray(used - bytesPerUuid, used);
};
