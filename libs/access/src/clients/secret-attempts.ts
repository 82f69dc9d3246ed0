import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const knownMax = 10_000;
/** A secret of this length cannot be guessed at any speed. */
const strongCharacters = 32;

interface KnownSecret {
  readonly digest: Buffer;
  readonly secretHash: string;
}

/**
 * Remembers which secrets were right, so that a returning client needs no slow hash and does not
 * queue with guesses. Holds no secrets, only digests under a key of this process.
 */
export class KnownSecrets {
  readonly #key = randomBytes(32);
  readonly #known = new Map<string, KnownSecret>();

  /** Remembers that the secret matches the stored hash of the client. */
  keep(clientId: string, secret: string, secretHash: string): void {
    this.#known.delete(clientId);
    this.#known.set(clientId, { digest: this.#digest(secret), secretHash });
    const [oldest] = this.#known.keys();
    if (this.#known.size > knownMax && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Returns the hash that the secret matched. The caller checks that it is still the client's. */
  hashOf(clientId: string, secret: string): string | undefined {
    const known = this.#known.get(clientId);
    const isRight = known !== undefined && timingSafeEqual(known.digest, this.#digest(secret));
    return isRight ? known.secretHash : undefined;
  }

  #digest(secret: string): Buffer {
    return createHmac('sha256', this.#key).update(secret).digest();
  }
}

/** Returns whether a secret may be checked regardless of earlier wrong ones. */
export const isStrong = (secret: string): boolean => secret.length >= strongCharacters;

/** Number of consecutive wrong secrets without a pause; each further one doubles the pause. */
const freeMax = 5;
const pauseSecondsMax = 60;
/** Wrong secrets are forgotten after this time without another. */
const rememberedMs = 10 * 60_000;
const rememberedMax = 10_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

/** An attempt of an address to authenticate as a client. */
export interface Attempt {
  readonly clientId: string;
  /** The caller's network address. */
  readonly from: string;
}

/** Too many wrong secrets came for one client from one address. */
export class TooManyWrongSecrets extends Error {
  override readonly name = 'TooManyWrongSecrets';

  constructor(readonly retryAfterSeconds: number) {
    super('Too many wrong secrets were tried.');
  }
}

/**
 * Slows guessing: after a few wrong secrets for one client from one address, further attempts are
 * refused for a growing pause. The same client from another address is not affected. The memory is
 * bounded; the oldest attempts are forgotten first.
 */
export class WrongSecrets {
  readonly #failures = new Map<string, Failures>();

  /** `now` in milliseconds, of any clock that only goes forward. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @throws TooManyWrongSecrets */
  assertAllowed(attempt: Attempt): void {
    const failures = this.#known(attempt);
    if (failures === undefined || failures.count < freeMax) return;
    const pauseSeconds = Math.min(2 ** (failures.count - freeMax), pauseSecondsMax);
    const leftMs = failures.lastAt + pauseSeconds * 1_000 - this.now();
    if (leftMs > 0) throw new TooManyWrongSecrets(Math.ceil(leftMs / 1_000));
  }

  /** Records a wrong secret. */
  add(attempt: Attempt): void {
    const key = keyOf(attempt);
    const count = (this.#known(attempt)?.count ?? 0) + 1;
    this.#failures.delete(key);
    this.#failures.set(key, { count, lastAt: this.now() });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > rememberedMax && oldest !== undefined) this.#failures.delete(oldest);
  }

  #known(attempt: Attempt): Failures | undefined {
    const key = keyOf(attempt);
    const failures = this.#failures.get(key);
    if (failures === undefined || this.now() - failures.lastAt < rememberedMs) return failures;
    this.#failures.delete(key);
    return undefined;
  }
}

/** Neither an address nor a client id contains a blank. */
const keyOf = ({ clientId, from }: Attempt): string => `${from} ${clientId}`;
