import type { PlainCopies } from '../erasure/plain-copies.js';

/** A ledger without read models. */
export const noCopies: PlainCopies = {
  hold: () => Promise.resolve(),
  forget: () => Promise.resolve(0),
  clearLeftovers: () => Promise.resolve(),
};
