import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Keeps the secrets of endpoints, which are needed in clear to sign with, encrypted at rest (ledger.md, "Access"). The key
 * is derived from LEDGER_SECRET_KEY for this purpose alone. A sealed secret opens only for the endpoint it was sealed
 * for: rows cannot be exchanged.
 */
export class SecretBox {
  readonly #key: Uint8Array;

  /** @param secretKey the 32 bytes of LEDGER_SECRET_KEY */
  constructor(secretKey: Uint8Array) {
    const purpose = 'capture-ledger webhook secret v1';
    this.#key = new Uint8Array(hkdfSync('sha256', secretKey, '', purpose, 32));
  }

  seal(secret: string, endpointId: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce).setAAD(Buffer.from(endpointId));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws if it was sealed under another key or for another endpoint. */
  open(sealed: Uint8Array, endpointId: string): string {
    const nonce = sealed.subarray(0, nonceBytes);
    const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
    const decipher = createDecipheriv(algorithm, this.#key, nonce, { authTagLength: tagBytes })
      .setAAD(Buffer.from(endpointId))
      .setAuthTag(tag);
    const opened = decipher.update(sealed.subarray(nonceBytes + tagBytes));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  }
}
