import type { BodyRules } from '../../contract-kit/body/read-dto.js';

/** Unlike in the other contracts, unknown fields are refused (ledger.md, "Register"). */
export const ledgerReading: BodyRules = { names: 'exact', unknown: 'refused', nulls: 'absent' };

/** For commands that need to say nothing. */
export const optionalBody: BodyRules = { ...ledgerReading, body: 'optional' };
