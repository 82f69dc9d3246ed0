import { isNativeError } from 'node:util/types';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/**
 * SQLSTATE classes in which PostgreSQL itself says "not now": connection exception, insufficient resources (a full
 * disk, too many connections), operator intervention (shutdown, start-up), a cancelled or conflicting transaction.
 */
const awayClasses = new Set(['08', '53', '57', '40']);

/** Messages of `pg` and its pool, which come without a code. */
const clientMessages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout/;

/** Whether an error means that PostgreSQL cannot be reached or cannot work now, rather than a mistake of ours. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!isNativeError(error)) return false;
  // Several addresses of one host were tried.
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.every(isDatabaseAway);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (networkCodes.has(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return awayClasses.has(code.slice(0, 2));
  return clientMessages.test(error.message);
};
