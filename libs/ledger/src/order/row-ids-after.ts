import type { OrderBalance } from './order.js';

/** Gives the row ids that follow those the order has made so far: `r<n+1>`, `r<n+2>`, ... */
export const rowIdsAfter = ({ rowsMade }: OrderBalance): (() => string) => {
  let made = rowsMade;
  return () => {
    made += 1;
    return `r${made}`;
  };
};
