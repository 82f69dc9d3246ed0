import type { BodyRules } from '../body/body-rules.js';

/** Unknown fields are ignored; null is the same as leaving a field out; no body is needed. */
export const templateBodyRules: BodyRules = {
  names: 'exact',
  unknown: 'ignored',
  nulls: 'absent',
  body: 'optional',
};
