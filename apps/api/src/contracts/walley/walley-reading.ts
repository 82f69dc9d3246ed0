import type { Reading } from '../../http/shape/reading.js';

/** Names in any case, null as absent, unknown fields ignored (walley.md, "Every call"). */
export const walleyReading: Reading = { names: 'any-case', unknown: 'ignored', nulls: 'absent' };

/** A body is optional on cancel (walley.md, "Every call"). */
export const optionalWalleyBody: Reading = { ...walleyReading, body: 'optional or empty' };
