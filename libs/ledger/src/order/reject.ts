import { formatMinor } from '../money/format-minor.js';
import type { Rejected } from './decision.js';
import type { RejectionCode } from './rejection.js';

export const reject = (code: RejectionCode, detail: string): Rejected => ({
  kind: 'rejected',
  code,
  detail,
});

/** Writes an amount in minor units as a refusal says it. */
export type WriteAmount = (amount: number) => string;

/** A refusal that names amounts: contracts in minor units are told those, contracts in major units those. */
export const rejectWithAmounts = (
  code: RejectionCode,
  currency: string,
  sentence: (write: WriteAmount) => string,
): Rejected => ({
  kind: 'rejected',
  code,
  detail: sentence((amount) => `${amount} (${currency}, minor units)`),
  detailInMajorUnits: sentence((amount) => `${formatMinor(amount, currency)} ${currency}`),
});
