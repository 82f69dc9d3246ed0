import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { keysOfRing, type SecretKeyRing } from './settings/secret-key.js';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts secrets that are stored in the database and needed in clear later, for instance to sign
 * with. The encryption key is derived from LEDGER_SECRET_KEY and used for one purpose alone.
 */
export class SecretBox {
  readonly #key: Uint8Array;
  readonly #others: readonly Uint8Array[];

  /**
   * `secretKey`: the 32 bytes of LEDGER_SECRET_KEY. During a rotation there are several keys: the
   * first one encrypts, and each of them can decrypt. A box for another `purpose` cannot decrypt
   * what this box has encrypted.
   */
  constructor(secretKey: SecretKeyRing, purpose: string) {
    const [key, ...others] = keysOfRing(secretKey).map((one) => derivedKey(one, purpose));
    if (key === undefined) throw new TypeError('A box needs a key');
    this.#key = key;
    this.#others = others;
  }

  /**
   * Encrypts a secret. `boundTo` is the id of its owner: the encrypted secret can be decrypted for
   * this owner only.
   */
  seal(secret: string, boundTo: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce).setAAD(Buffer.from(boundTo));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /**
   * Decrypts a secret that `seal` has encrypted. Throws if it was encrypted under a key that is not
   * accepted or for a different owner.
   */
  open(sealed: Uint8Array, boundTo: string): string {
    for (const key of this.#others) {
      try {
        return opened(key, sealed, boundTo);
      } catch {
        // The secret was not encrypted under this key. The loop tries the next key.
      }
    }
    return opened(this.#key, sealed, boundTo);
  }
}

const derivedKey = (secretKey: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secretKey, '', purpose, 32));

const opened = (key: Uint8Array, sealed: Uint8Array, boundTo: string): string => {
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(tag);
  const text = decipher.update(sealed.subarray(nonceBytes + tagBytes));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
};

/**
 * Encrypts a secret again, under a different LEDGER_SECRET_KEY; returns `undefined` if neither key
 * can decrypt the secret. A secret that a replica has already encrypted under the new key is
 * returned unchanged.
 */
export const reseal = (
  { from, to }: { readonly from: SecretBox; readonly to: SecretBox },
  sealed: Buffer,
  boundTo: string,
): Buffer | undefined => {
  if (opens(to, sealed, boundTo)) return sealed;
  try {
    return to.seal(from.open(sealed, boundTo), boundTo);
  } catch {
    return undefined;
  }
};

const opens = (box: SecretBox, sealed: Buffer, boundTo: string): boolean => {
  try {
    box.open(sealed, boundTo);
    return true;
  } catch {
    return false;
  }
};

const digest = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();

/**
 * Compares two secrets of any lengths. The duration of the comparison does not reveal where they
 * differ.
 */
export const isSameSecret = (one: string | Uint8Array, other: string | Uint8Array): boolean =>
  timingSafeEqual(digest(one), digest(other));
