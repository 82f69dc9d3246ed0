import type { OrderAction } from '../order/order-events.js';
import { uuidBytes, uuidV5 } from './uuid-v5.js';

/**
 * The id of the action that an idempotency key stands for on one order (domain.md, "Events"). Any
 * replica that repeats the command makes the same. `orderId` must be a UUID.
 */
export const actionIdOf = (orderId: string, action: OrderAction, idempotencyKey: string): string =>
  uuidV5(`${action}:${idempotencyKey}`, uuidBytes(orderId));
