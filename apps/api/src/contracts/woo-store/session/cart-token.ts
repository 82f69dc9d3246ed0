import { errors, jwtVerify, SignJWT } from 'jose';
import { randomBytes } from 'node:crypto';

/** Lifetime of a cart token, seconds. */
const lifetimeSeconds = 172_800;
const issuer = 'store-api';
const guestPrefix = 't_';
/** A longer text is no cart token: a customer's reference in it has at most 128 characters. */
const charactersMax = 1_024;

/** The user id of a new visitor, such as `t_` and 30 hex digits. */
export const newVisitor = (): string => guestPrefix + randomBytes(15).toString('hex');

/** The customer whom a user id names; undefined for a visitor. */
export const customerOf = (userId: string): string | undefined =>
  userId.startsWith(guestPrefix) ? undefined : userId;

interface Session {
  readonly userId: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** Signs a cart token. Header and claims have the order in which WooCommerce writes them. */
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

/** The user id in a cart token; undefined if the token is malformed, forged or expired. */
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
