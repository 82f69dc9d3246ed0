import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { reseal, SecretBox, type SecretKeyRing } from '#runtime';
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

/**
 * Encrypts the secrets of keys for the database. An encrypted secret can be decrypted only with the
 * id of its key, so a secret that is copied to another key's row is useless.
 */
export class KeySecretBox extends SecretBox {
  /**
   * `secretKey`: the 32 bytes of LEDGER_SECRET_KEY. During a rotation there are several keys: the
   * first one encrypts, and each of them can decrypt.
   */
  constructor(secretKey: SecretKeyRing) {
    super(secretKey, 'capture-ledger client key secret v1');
  }
}

export interface RewrappedKeys {
  /** The number of secrets that are now encrypted under the new key. */
  readonly keys: number;
  /**
   * The number of secrets that neither the old nor the new key decrypts. Such secrets were
   * unreadable before the rotation, too.
   */
  readonly unreadable: number;
}

const batch = 1_000;

const selectBatch = `SELECT key_id AS "keyId", secret FROM access.keys
  WHERE secret IS NOT NULL AND key_id > $1 ORDER BY key_id LIMIT ${batch}`;

const updateSecret = 'UPDATE access.keys SET secret = $2 WHERE key_id = $1';

const leastUuid = '00000000-0000-0000-0000-000000000000';

/**
 * Encrypts the secrets of all keys under another LEDGER_SECRET_KEY; the keys themselves do not
 * change. Runs in the caller's transaction, and no key can be created until that transaction ends.
 */
export const rewrapKeySecrets = async (
  client: ClientBase,
  boxes: { readonly from: KeySecretBox; readonly to: KeySecretBox },
): Promise<RewrappedKeys> => {
  await client.query('LOCK TABLE access.keys IN EXCLUSIVE MODE');
  let [keys, unreadable, last] = [0, 0, leastUuid];
  for (;;) {
    const { rows } = await client.query<{ keyId: string; secret: Buffer }>(selectBatch, [last]);
    for (const { keyId, secret } of rows) {
      const sealed = reseal(boxes, secret, keyId);
      if (sealed === undefined) unreadable += 1;
      else {
        await client.query(updateSecret, [keyId, sealed]);
        keys += 1;
      }
    }
    last = rows.at(-1)?.keyId ?? last;
    if (rows.length < batch) return { keys, unreadable };
  }
};
