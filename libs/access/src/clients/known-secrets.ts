import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const knownMax = 10_000;
/** A secret of so many characters is not found by trying, however fast one may try. */
const strongCharacters = 32;

interface Known {
  readonly digest: Buffer;
  readonly secretHash: string;
}

/**
 * Remembers which secrets were right, so that a client that asks again costs no slow hash and does not wait for those that
 * guess. Holds no secret: only digests under a key that lives as long as the process.
 */
export class KnownSecrets {
  readonly #key = randomBytes(32);
  readonly #known = new Map<string, Known>();

  /** The secret belongs to the hash that is stored for the client. */
  keep(clientId: string, secret: string, secretHash: string): void {
    this.#known.delete(clientId);
    this.#known.set(clientId, { digest: this.#digest(secret), secretHash });
    const [oldest] = this.#known.keys();
    if (this.#known.size > knownMax && oldest !== undefined) this.#known.delete(oldest);
  }

  /** The stored hash that the secret was right for; it is for the caller to see that it still is the client's. */
  hashOf(clientId: string, secret: string): string | undefined {
    const known = this.#known.get(clientId);
    const isRight = known !== undefined && timingSafeEqual(known.digest, this.#digest(secret));
    return isRight ? known.secretHash : undefined;
  }

  #digest(secret: string): Buffer {
    return createHmac('sha256', this.#key).update(secret).digest();
  }
}

/** Whether a secret may be compared however many wrong ones came before. */
export const isStrong = (secret: string): boolean => secret.length >= strongCharacters;
