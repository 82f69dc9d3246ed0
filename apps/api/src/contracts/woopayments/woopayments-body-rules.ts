import type { BodyRules } from '../../contract-kit/body/body-rules.js';

/** JSON or a form, or nothing; unknown parameters are ignored. */
export const woopaymentsBodyRules: BodyRules = {
  names: 'exact',
  unknown: 'ignored',
  nulls: 'absent',
  body: 'optional',
};
