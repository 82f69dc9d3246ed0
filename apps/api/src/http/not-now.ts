import type { Refusal } from './refusal.js';

/** What is beyond a limit of requests at work is refused at once rather than made to wait. */
export const tooManyAtOnce: Refusal = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'Too many requests at once. Nothing was written.',
  headers: { 'Retry-After': '1' },
};

/** A process that closes begins nothing new. */
export const serviceStops: Refusal = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'The service stops. Nothing was written.',
  headers: { 'Retry-After': '1' },
};
