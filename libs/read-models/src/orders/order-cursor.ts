import { isInstant, isUuid } from '#ledger';
import type { Instant } from '#ledger';

/** The last order of a page; the next page begins behind it. */
export interface OrderCursor {
  readonly placedAt: Instant;
  readonly orderId: string;
}

const longest = 128;

/** The opaque text of ledger.md's `nextCursor`. */
export const formatOrderCursor = ({ placedAt, orderId }: OrderCursor): string =>
  Buffer.from(`${placedAt} ${orderId}`).toString('base64url');

/**
 * What a caller sent back as `cursor`; `undefined` if it is none of ours. A forged one that passes is a place in the
 * list like any other, so what passes must be what PostgreSQL can compare.
 */
export const parseOrderCursor = (text: string): OrderCursor | undefined => {
  if (text.length > longest) return undefined;
  const [placedAt = '', orderId = '', ...more] = Buffer.from(text, 'base64url')
    .toString()
    .split(' ');
  const isOurs = isInstant(placedAt) && isUuid(orderId) && more.length === 0;
  return isOurs ? { placedAt, orderId } : undefined;
};
