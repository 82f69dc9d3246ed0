import { hkdfSync } from 'node:crypto';

/** What issuer and verifier must agree on. */
export const tokenFormat = {
  algorithm: 'HS256',
  type: 'at+jwt',
  issuer: 'capture-ledger',
  audience: 'capture-ledger',
} as const;

/** How long a token is good for: the `expires_in` that Walley's clients know. */
export const tokenLifetimeSeconds = 3_599;

/** A longer text is refused unread. The largest token we issue (`clientStoresMax`) is shorter. */
export const tokenCharactersMax = 10_240;

/** Clocks of replicas may differ by this much. */
export const clockToleranceSeconds = 5;

/**
 * The signing key, derived from LEDGER_SECRET_KEY for this purpose alone, so that the same secret can serve other
 * purposes without one weakening the other.
 */
export const deriveTokenKey = (secretKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secretKey, '', 'capture-ledger access token v1', 32));

/**
 * The 32 bytes of LEDGER_SECRET_KEY; while it is changed there are several: the first makes tokens, all are accepted.
 */
export type SecretKeyRing = Uint8Array | readonly Uint8Array[];

export const tokenKeysOf = (ring: SecretKeyRing): readonly Uint8Array[] =>
  (ring instanceof Uint8Array ? [ring] : ring).map(deriveTokenKey);
