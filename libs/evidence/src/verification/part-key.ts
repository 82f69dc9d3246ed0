import { orderStreamPrefix } from '#event-log/offline';

/** Hexadecimal digits of an order id that one division goes by: 256 parts. */
const digits = 2;

/** Orders are divided by the beginning of their ids, which are evenly spread; `length` digits of them so far. */
export const partKey = (stream: string, prefix: string): string => {
  const id = stream.slice(
    orderStreamPrefix.length,
    orderStreamPrefix.length + prefix.length + digits,
  );
  return stream.startsWith(orderStreamPrefix) && hex.test(id) ? id : others;
};

/** The part of all streams that are no order's. They are few: one for each store and currency. */
export const others = 'others';

/** A deeper division would need ids that were made to look alike. */
export const prefixMax = 8;

const hex = /^[0-9a-f]+$/;
