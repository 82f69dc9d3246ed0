import type { BodyRules } from '../../contract-kit/body/body-rules.js';

/** Unknown fields are ignored; bodies of other types than JSON count as none. */
export const medusaBodyRules: BodyRules = {
  names: 'exact',
  unknown: 'ignored',
  nulls: 'kept',
  body: 'optional',
};
