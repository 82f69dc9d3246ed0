import { errors, jwtVerify, SignJWT } from 'jose';
import { randomBytes } from 'node:crypto';

/** The lifetime of a cart token in seconds (48 hours). */
const lifetimeSeconds = 172_800;
const issuer = 'store-api';
const guestPrefix = 't_';
/**
 * The maximum length of a cart token. Only the customer's reference in a token varies in length,
 * and it has at most 128 characters. So a longer text cannot be a cart token.
 */
const charactersMax = 1_024;

/** Makes a user id for a new visitor: `t_` and 30 random hex digits. */
export const newVisitor = (): string => guestPrefix + randomBytes(15).toString('hex');

/**
 * The reference of the customer to whom a user id belongs; undefined for a visitor who is not
 * logged in.
 */
export const customerOf = (userId: string): string | undefined =>
  userId.startsWith(guestPrefix) ? undefined : userId;

interface Session {
  readonly userId: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** Signs a cart token. Header and claims are in the same order as in WooCommerce's tokens. */
export const signCartToken = async (secret: Uint8Array, { userId, at }: Session): Promise<string> =>
  new SignJWT({ user_id: userId, exp: at + lifetimeSeconds, iss: issuer, iat: at })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(secret);

const verified = async (
  secret: Uint8Array,
  token: string,
  at: number,
): Promise<string | undefined> => {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, secret, {
      ...{ algorithms: ['HS256'], issuer, currentDate: new Date(at * 1_000) },
      requiredClaims: ['user_id', 'exp', 'iat'],
    });
    const isExact = Object.keys(protectedHeader).length === 2 && protectedHeader.typ === 'JWT';
    const userId = payload['user_id'];
    return isExact && typeof userId === 'string' && userId !== '' ? userId : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};

/** Reads the user id from a cart token; undefined if the token is malformed, forged or expired. */
export const readCartToken = async (
  secrets: readonly Uint8Array[],
  token: string | undefined,
  at: number,
): Promise<string | undefined> => {
  if (token === undefined || token.length > charactersMax) return undefined;
  for (const secret of secrets) {
    const userId = await verified(secret, token, at);
    if (userId !== undefined) return userId;
  }
  return undefined;
};
