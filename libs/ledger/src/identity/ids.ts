import { hash } from 'node:crypto';
import type { OrderAction } from '../order/cause.js';

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

/** A namespace of UUIDs of version 5, as its 16 bytes. */
export const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/**
 * The UUID of version 5 (RFC 9562, 5.5) of a name in a namespace. Every capture needs it; the
 * package `uuid`, which the specs compare it with, takes four times as long.
 */
export const uuidV5 = (name: string, namespace: Buffer): string => {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'hex');
  const variant = ((parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(18, 20)}-${digest.slice(20, 32)}`;
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for a UUID of any version, in small or capital letters. */
export const isUuid = (text: string): boolean => uuid.test(text);
