import type { Refusal } from './refusal.js';

/** What the caller is told of an error that `refusalOf` does not know; the log has the rest. */
export const unforeseen: Refusal = {
  status: 500,
  code: 'INTERNAL_ERROR',
  detail: 'The service failed. The failure was recorded under this request id.',
};
