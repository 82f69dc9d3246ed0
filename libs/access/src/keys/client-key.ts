import { createHash } from 'node:crypto';
import type { KeyParameters } from './key-kind.js';

/** A key of a client for another contract. */
export interface ClientKey {
  readonly keyId: string;
  readonly kind: string;
  readonly store: string;
  /** The last 7 characters of the token. */
  readonly hint: string;
  /** The details that its kind has: permission, e-mail address, user name. */
  readonly details: KeyParameters;
  readonly createdAt: Date;
}

export const keyColumns = `key_id AS "keyId", kind, store_id AS store, hint, details,
  created_at AS "createdAt"`;

const hintCharacters = 7;

export const hintOf = (token: string): string => token.slice(-hintCharacters);

/** Returns the hash that a token is found by. */
export const tokenHashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
