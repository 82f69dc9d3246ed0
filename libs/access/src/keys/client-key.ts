import { createHash } from 'node:crypto';
import type { KeyParameters } from './key-kinds.js';

/** A key with which a client calls an API other than `/v1`, such as the WooPayments API. */
export interface ClientKey {
  readonly keyId: string;
  readonly kind: string;
  readonly store: string;
  /** The last 7 characters of the token, so that a person can recognise the key in a list. */
  readonly hint: string;
  /** The details of this kind of key, such as its permission, e-mail address or user name. */
  readonly details: KeyParameters;
  readonly createdAt: Date;
}

export const keyColumns = `key_id AS "keyId", kind, store_id AS store, hint, details,
  created_at AS "createdAt"`;

const hintCharacters = 7;

export const hintOf = (token: string): string => token.slice(-hintCharacters);

/** The hash of a token. The database has this hash in place of the token. */
export const tokenHashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
