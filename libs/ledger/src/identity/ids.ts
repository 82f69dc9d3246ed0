import { hash } from 'node:crypto';
import type { OrderAction } from '../order/cause.js';

/**
 * Makes the order ids of one ledger (domain.md, "Order"). An order id is a hash of store and order
 * number. So a second registration of an order leads to the same stream, and an order is found by
 * its number without an index. The ledger's random namespace is hashed too, so that outsiders
 * cannot compute order ids.
 */
export class OrderIds {
  /** A UUID. All stored order ids are derived from this namespace, so it never changes. */
  readonly namespace: string;
  readonly #bytes: Buffer;

  constructor(namespace: string) {
    this.namespace = namespace;
    this.#bytes = uuidBytes(namespace);
  }

  /**
   * Store and order number are hashed as JSON, so that the pairs ("a", "bc") and ("ab", "c") give
   * different ids.
   */
  of(storeId: string, orderNumber: string): string {
    return uuidV5(JSON.stringify([storeId, orderNumber]), this.#bytes);
  }
}

/**
 * The id of an action on an order, such as a capture id, computed from the idempotency key of the
 * request (domain.md, "Events"). Every replica computes the same id, so a repeated request gets the
 * id of the first one. `orderId` must be a UUID.
 */
export const actionIdOf = (orderId: string, action: OrderAction, idempotencyKey: string): string =>
  uuidV5(`${action}:${idempotencyKey}`, uuidBytes(orderId));

/** The 16 bytes of a UUID. `uuidV5` takes its namespace in this form. */
export const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/**
 * The version 5 UUID (RFC 9562, 5.5) of a name in a namespace. Written by hand, because each
 * capture makes one and the package `uuid` takes four times as long; a spec compares the two.
 */
export const uuidV5 = (name: string, namespace: Buffer): string => {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'hex');
  const variant = ((parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(18, 20)}-${digest.slice(20, 32)}`;
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for a UUID of any version, in lower or upper case. */
export const isUuid = (text: string): boolean => uuid.test(text);
