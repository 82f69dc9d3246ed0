import type { PlainCopies } from '../erasure/erasure.js';

/**
 * For specs of a ledger without read models: there are no unencrypted copies, so nothing has to be
 * deleted.
 */
export const noCopies: PlainCopies = {
  hold: () => Promise.resolve(),
  forget: () => Promise.resolve(0),
  keyOfOrder: () => Promise.resolve(undefined),
  clearLeftovers: () => Promise.resolve(),
};
