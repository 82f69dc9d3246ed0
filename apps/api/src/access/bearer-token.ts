import { tokenInvalid, tokenMissing } from './bearer-challenge.js';

/**
 * The token of an `Authorization` header. The scheme's name is matched without regard to case (RFC 9110 11.1).
 *
 * @throws RefusedRequest 401
 */
export const bearerToken = (authorization: string | undefined): string => {
  const [scheme, token, ...more] = (authorization ?? '').trim().split(/ +/);
  if (scheme?.toLowerCase() !== 'bearer') throw tokenMissing();
  // The b64token syntax of RFC 6750 section 2.1.
  if (token === undefined || more.length > 0 || !/^[\w.~+/-]+=*$/.test(token)) throw tokenInvalid();
  return token;
};
