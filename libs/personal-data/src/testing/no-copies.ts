import type { PlainCopies } from '../erasure/erasure.js';

/** The plain copies of a ledger without read models: there are none, so nothing is done. */
export const noCopies: PlainCopies = {
  hold: () => Promise.resolve(),
  forget: () => Promise.resolve(0),
  keyOfOrder: () => Promise.resolve(undefined),
  clearLeftovers: () => Promise.resolve(),
};
