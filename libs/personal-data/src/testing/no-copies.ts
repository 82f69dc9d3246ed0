import type { PlainCopies } from '../erasure/erasure.js';

/** Does nothing: a ledger without read models has no plain copies of customers' data. */
export const noCopies: PlainCopies = {
  hold: () => Promise.resolve(),
  forget: () => Promise.resolve(0),
  keyOfOrder: () => Promise.resolve(undefined),
  clearLeftovers: () => Promise.resolve(),
};
