import type { Instant } from '#ledger';

/** The last order of a page; the next page begins behind it. */
export interface OrderCursor {
  readonly placedAt: Instant;
  readonly orderId: string;
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const longest = 128;

/** The opaque text of ledger.md's `nextCursor`. */
export const formatOrderCursor = ({ placedAt, orderId }: OrderCursor): string =>
  Buffer.from(`${placedAt} ${orderId}`).toString('base64url');

/** What a caller sent back as `cursor`; `undefined` if it is none of ours. */
export const parseOrderCursor = (text: string): OrderCursor | undefined => {
  if (text.length > longest) return undefined;
  const [placedAt = '', orderId = '', ...more] = Buffer.from(text, 'base64url')
    .toString()
    .split(' ');
  const instant = new Date(placedAt);
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== placedAt) return undefined;
  return uuid.test(orderId) && more.length === 0 ? { placedAt, orderId } : undefined;
};
