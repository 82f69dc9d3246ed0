import type { Order } from './order.js';

/** How many of the order's captures are settled or still requested. */
export const standingCaptures = ({ captures }: Order): number => {
  let standing = 0;
  for (const { status } of captures.values()) if (status !== 'failed') standing += 1;
  return standing;
};
