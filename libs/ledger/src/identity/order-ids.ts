import type { OrderAction } from '../order/cause.js';
import { uuidBytes, uuidV5 } from './uuid.js';

/**
 * The ids of one ledger's orders (domain.md, "Order"). An id is derived from store and order
 * number, so that registering twice is one stream and an order is found by its number without an
 * index. The namespace is the ledger's own: without it, the id of another store's order cannot be
 * derived from its number.
 */
export class OrderIds {
  /** A UUID. It is part of every stored id and never changes. */
  readonly namespace: string;
  readonly #bytes: Buffer;

  constructor(namespace: string) {
    this.namespace = namespace;
    this.#bytes = uuidBytes(namespace);
  }

  /** JSON keeps ("a", "bc") and ("ab", "c") apart. */
  of(storeId: string, orderNumber: string): string {
    return uuidV5(JSON.stringify([storeId, orderNumber]), this.#bytes);
  }
}

/**
 * The id of the action that an idempotency key stands for on one order (domain.md, "Events"). Each
 * replica that repeats the command makes the same id. `orderId` must be a UUID.
 */
export const actionIdOf = (orderId: string, action: OrderAction, idempotencyKey: string): string =>
  uuidV5(`${action}:${idempotencyKey}`, uuidBytes(orderId));
