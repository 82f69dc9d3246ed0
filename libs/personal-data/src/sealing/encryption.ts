import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts with AES-256-GCM and returns nonce, ciphertext and tag. `bound` is a text such as the id
 * of the database row. Decryption needs the same text, so that the result cannot be used in a
 * different row. The nonce is random, so one key must not encrypt more than 2^32 texts.
 */
export const encrypt = (key: Uint8Array, plain: Uint8Array, bound: string): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(bound));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/**
 * Decrypts the result of `encrypt`; `undefined` if the key or the text `bound` is not the same, or
 * if the bytes were changed.
 */
export const decrypt = (
  key: Uint8Array,
  encrypted: Uint8Array,
  bound: string,
): Buffer | undefined => {
  if (encrypted.length < nonceBytes + tagBytes) return undefined;
  const nonce = encrypted.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(encrypted.subarray(-tagBytes));
  const start = decipher.update(encrypted.subarray(nonceBytes, -tagBytes));
  try {
    return Buffer.concat([start, decipher.final()]);
  } catch {
    return undefined;
  }
};

/**
 * The purposes of derived keys. If one of these texts were changed, everything encrypted for its
 * purpose would become unreadable.
 */
const purposes = {
  wrap: 'capture-ledger customer key wrap v1',
  names: 'capture-ledger customer names v1',
  encryption: 'capture-ledger customer encryption v1',
  fingerprint: 'capture-ledger customer fingerprint v1',
} as const;

/** Derives a key for one purpose, so that one secret can safely serve several purposes. */
export const deriveKey = (secret: Uint8Array, purpose: keyof typeof purposes): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', purposes[purpose], 32));
