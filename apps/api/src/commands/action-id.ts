import { v7 as uuidv7 } from 'uuid';
import { actionIdOf } from '#ledger';
import type { OrderAction } from '#ledger';
import { randomBytesOfUuid } from './random-bytes.js';

/**
 * The id of the action a command makes. With an idempotency key any replica derives the same; without one it is made
 * here, once for all retries of the request (domain.md, "Events").
 */
export const actionId = (
  orderId: string,
  action: OrderAction,
  idempotencyKey: string | undefined,
): string =>
  idempotencyKey === undefined
    ? uuidv7({ random: randomBytesOfUuid() })
    : actionIdOf(orderId, action, idempotencyKey);
