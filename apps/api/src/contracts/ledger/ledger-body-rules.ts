import type { BodyRules } from '../../contract-kit/body/body-rules.js';

/**
 * Unknown fields in a body of `/v1` are refused. The other contracts ignore them, as the systems do
 * whose API they copy (ledger.md, "Register").
 */
export const ledgerBodyRules: BodyRules = { names: 'exact', unknown: 'refused', nulls: 'absent' };

/** The rules of commands whose body may be left out. */
export const optionalBody: BodyRules = { ...ledgerBodyRules, body: 'optional' };
