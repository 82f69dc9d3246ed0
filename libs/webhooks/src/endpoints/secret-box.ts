import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Keeps the secrets of endpoints, which are needed in clear to sign with, encrypted at rest (ledger.md, "Clients and stores"). The key
 * is derived from LEDGER_SECRET_KEY for this purpose alone. A sealed secret opens only for the endpoint it was sealed
 * for: rows cannot be exchanged.
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
