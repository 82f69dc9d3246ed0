import type { Reading } from '../../http/shape/reading.js';

/** Names in any case, null as absent, unknown fields ignored (walley.md, "Rules for every call"). */
export const walleyReading: Reading = { names: 'any-case', unknown: 'ignored', nulls: 'absent' };
