import { createHash } from 'node:crypto';
import type { KeyParameters } from './key-kinds.js';

/** A key by which a client calls another contract than `/v1`, such as WooPayments. */
export interface ClientKey {
  readonly keyId: string;
  readonly kind: string;
  readonly store: string;
  /** The last 7 characters of the token, by which a person recognises the key. */
  readonly hint: string;
  /** The details that its kind has, such as its permission, e-mail address or user name. */
  readonly details: KeyParameters;
  readonly createdAt: Date;
}

export const keyColumns = `key_id AS "keyId", kind, store_id AS store, hint, details,
  created_at AS "createdAt"`;

const hintCharacters = 7;

export const hintOf = (token: string): string => token.slice(-hintCharacters);

/** The hash of a token, by which its row is found. */
export const tokenHashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
