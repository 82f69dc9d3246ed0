import type { Instant } from '#ledger';

/** ISO 8601 with seven fractional digits and an offset, as Walley writes times: `2026-11-20T09:59:00.1230000+00:00`. */
export const walleyInstant = (instant: Instant): string => instant.replace('Z', '0000+00:00');
