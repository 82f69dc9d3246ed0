import type { BodyRules } from '../../contract-kit/body/body-rules.js';

/** Unlike in the other contracts, unknown fields are refused (ledger.md, "Register"). */
export const ledgerBodyRules: BodyRules = { names: 'exact', unknown: 'refused', nulls: 'absent' };

/** The rules of commands whose body may be left out. */
export const optionalBody: BodyRules = { ...ledgerBodyRules, body: 'optional' };
