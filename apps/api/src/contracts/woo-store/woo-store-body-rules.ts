import type { BodyRules } from '../../contract-kit/body/body-rules.js';

/** Unknown fields in a body are ignored, and a null counts as an absent field. */
export const wooStoreBodyRules: BodyRules = {
  names: 'exact',
  unknown: 'ignored',
  nulls: 'absent',
  body: 'optional',
};
