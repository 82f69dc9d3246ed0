import { randomInt } from 'node:crypto';
import { type Attributes, isObject, orderKeyIn } from '#ledger';
import { isJsonNumber } from '../../../contract-kit/body/read-json.js';

const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const charactersMade = 22;

const wooOf = (attributes: unknown): unknown =>
  isObject(attributes) ? attributes['woo'] : undefined;

/**
 * Checks `attributes.woo.orderKey`, the secret with which a shopper of WooCommerce pays a pending
 * order. True if there is no order key, or the key has 1 to 128 visible ASCII characters.
 */
export const isOrderKeyOrNone = (attributes: unknown): boolean => {
  const woo = wooOf(attributes);
  if (woo === undefined) return true;
  if (!isObject(woo) || isJsonNumber(woo)) return false;
  const key = woo['orderKey'];
  return key === undefined || (typeof key === 'string' && /^[\x21-\x7e]{1,128}$/.test(key));
};

/**
 * Makes an order key for a pending order whose caller gave none. The key is random, because a guest
 * who knows the key may pay the order.
 */
export const madeOrderKey = (attributes: Attributes | undefined): { madeOrderKey?: string } => {
  if (orderKeyIn(attributes) !== undefined) return {};
  const random = Array.from({ length: charactersMade }, () => characters[randomInt(62)]).join('');
  return { madeOrderKey: `wc_order_${random}` };
};
