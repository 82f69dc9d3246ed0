import { isObject } from '../collections/is-object.js';
import type { Attributes } from './row.js';

/** The key by which a shop front end pays an order (`woo.orderKey`), if it has one. */
export const orderKeyIn = (attributes: Attributes | undefined): string | undefined => {
  const woo = attributes?.['woo'];
  const key = isObject(woo) ? woo['orderKey'] : undefined;
  return typeof key === 'string' ? key : undefined;
};

/** The attributes with a key in them. */
export const withOrderKey = (attributes: Attributes | undefined, orderKey: string): Attributes => {
  const woo = attributes?.['woo'];
  return { ...attributes, woo: { ...(isObject(woo) && woo), orderKey } };
};
