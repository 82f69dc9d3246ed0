import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Nonce, ciphertext and tag in one. The nonce is random, so that a key must not encrypt more than 2^32 texts. */
export const encrypt = (key: Uint8Array, plain: Uint8Array, bound: string): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(bound));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** What was encrypted with this key and bound to this text; `undefined` if that is not so. */
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
