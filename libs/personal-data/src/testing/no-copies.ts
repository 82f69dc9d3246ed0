import type { PlainCopies } from '../erasure/erasure.js';

/** For a ledger without read models, which has no plain copies. */
export const noCopies: PlainCopies = {
  hold: () => Promise.resolve(),
  forget: () => Promise.resolve(0),
  keyOfOrder: () => Promise.resolve(undefined),
  clearLeftovers: () => Promise.resolve(),
};
