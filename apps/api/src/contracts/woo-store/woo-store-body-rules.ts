import type { BodyRules } from '../../contract-kit/body/body-rules.js';

/** Unknown fields are ignored; null is the same as leaving a field out. */
export const wooStoreBodyRules: BodyRules = {
  names: 'exact',
  unknown: 'ignored',
  nulls: 'absent',
  body: 'optional',
};
