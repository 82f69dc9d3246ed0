import type { Reading } from '../../http/shape/reading.js';

/** Unlike in the other contracts, unknown fields are refused (ledger.md, "Register"). */
export const ledgerReading: Reading = { names: 'exact', unknown: 'refused', nulls: 'absent' };

/** For commands that need to say nothing. */
export const optionalBody: Reading = { ...ledgerReading, body: 'optional' };
