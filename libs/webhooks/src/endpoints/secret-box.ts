import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Keeps the secrets of endpoints, which are needed in clear to sign with, encrypted at rest
 * (ledger.md, "Clients and stores"). The key is derived from LEDGER_SECRET_KEY for this purpose
 * alone. A sealed secret opens only for the endpoint it was sealed for: rows cannot be exchanged.
 */
export class SecretBox {
  readonly #key: Uint8Array;
  readonly #others: readonly Uint8Array[];

  /** `secretKey`: the 32 bytes of LEDGER_SECRET_KEY; of several the first seals, and all open. */
  constructor(secretKey: Uint8Array | readonly Uint8Array[]) {
    const [key, ...others] = (secretKey instanceof Uint8Array ? [secretKey] : secretKey).map(keyOf);
    if (key === undefined) throw new TypeError('A box needs a key');
    this.#key = key;
    this.#others = others;
  }

  seal(secret: string, endpointId: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce).setAAD(Buffer.from(endpointId));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws if it was sealed under another key or for another endpoint. */
  open(sealed: Uint8Array, endpointId: string): string {
    for (const key of this.#others) {
      try {
        return opened(key, sealed, endpointId);
      } catch {
        // Not this one.
      }
    }
    return opened(this.#key, sealed, endpointId);
  }
}

const keyOf = (secretKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secretKey, '', 'capture-ledger webhook secret v1', 32));

const opened = (key: Uint8Array, sealed: Uint8Array, endpointId: string): string => {
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(endpointId))
    .setAuthTag(tag);
  const text = decipher.update(sealed.subarray(nonceBytes + tagBytes));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
};

export interface RewrappedSecrets {
  /** Endpoints whose secrets are sealed under the new key. */
  readonly endpoints: number;
  /** Endpoints with a secret that the former key does not open: they need a new one, as before. */
  readonly unreadable: number;
}

interface SecretsRecord {
  readonly endpoint_id: string;
  readonly secret: Buffer;
  readonly former_secret: Buffer | null;
}

/** As many as there may be, and those being removed have none. */
const selectSql = `
  SELECT endpoint_id, secret, former_secret FROM webhooks.endpoints WHERE secret IS NOT NULL`;

const updateSql = `
  UPDATE webhooks.endpoints SET secret = $2, former_secret = $3 WHERE endpoint_id = $1`;

/**
 * Seals the secrets of endpoints under another LEDGER_SECRET_KEY; the secrets stay as receivers
 * know them. Within the caller's transaction, until whose end nobody makes or changes one.
 */
export const rewrapEndpointSecrets = async (
  client: ClientBase,
  boxes: { readonly from: SecretBox; readonly to: SecretBox },
): Promise<RewrappedSecrets> => {
  await client.query('LOCK TABLE webhooks.endpoints IN EXCLUSIVE MODE');
  const { rows } = await client.query<SecretsRecord>(selectSql);
  let unreadable = 0;
  for (const { endpoint_id: id, secret, former_secret: former } of rows) {
    const [next, nextFormer] = [secret, former].map((sealed) => resealed(boxes, id, sealed));
    if (next === undefined || nextFormer === undefined) unreadable += 1;
    else await client.query(updateSql, [id, next, nextFormer]);
  }
  return { endpoints: rows.length - unreadable, unreadable };
};

const resealed = (
  { from, to }: { readonly from: SecretBox; readonly to: SecretBox },
  endpointId: string,
  sealed: Buffer | null,
): Buffer | null | undefined => {
  if (sealed === null) return null;
  if (opens(to, endpointId, sealed)) return sealed;
  try {
    return to.seal(from.open(sealed, endpointId), endpointId);
  } catch {
    return undefined;
  }
};

/** While the key is changed, replicas with the new one seal under it already. */
const opens = (box: SecretBox, endpointId: string, sealed: Buffer): boolean => {
  try {
    box.open(sealed, endpointId);
    return true;
  } catch {
    return false;
  }
};
