import type { Rejected } from './decision.js';
import type { RejectionCode } from './rejection.js';

export const reject = (code: RejectionCode, detail: string): Rejected => ({
  kind: 'rejected',
  code,
  detail,
});
