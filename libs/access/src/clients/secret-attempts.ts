import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const knownMax = 10_000;
/**
 * A secret of at least this length cannot be found by guessing, however many guesses are allowed.
 */
const strongCharacters = 32;

interface KnownSecret {
  readonly digest: Buffer;
  readonly secretHash: string;
}

/**
 * Remembers which secrets were right. So a client that logs in again needs no slow hash, and does
 * not wait for the hashes of other callers' guesses. The secrets themselves are not kept in memory,
 * only their HMAC digests under a random key.
 */
export class KnownSecrets {
  readonly #key = randomBytes(32);
  readonly #known = new Map<string, KnownSecret>();

  /** Remembers that this secret of the client matched this stored hash. */
  keep(clientId: string, secret: string, secretHash: string): void {
    this.#known.delete(clientId);
    this.#known.set(clientId, { digest: this.#digest(secret), secretHash });
    const [oldest] = this.#known.keys();
    if (this.#known.size > knownMax && oldest !== undefined) this.#known.delete(oldest);
  }

  /**
   * Returns the stored hash that this secret matched before. The caller has to check that the
   * client still has that hash.
   */
  hashOf(clientId: string, secret: string): string | undefined {
    const known = this.#known.get(clientId);
    const isRight = known !== undefined && timingSafeEqual(known.digest, this.#digest(secret));
    return isRight ? known.secretHash : undefined;
  }

  #digest(secret: string): Buffer {
    return createHmac('sha256', this.#key).update(secret).digest();
  }
}

/**
 * True if the secret is too long to be guessed. Such a secret is checked even while shorter secrets
 * are refused because of many wrong attempts.
 */
export const isStrong = (secret: string): boolean => secret.length >= strongCharacters;

/**
 * After this number of wrong secrets in a row, the next attempt has to wait one second. Each
 * further wrong secret doubles the wait.
 */
const freeMax = 5;
const pauseSecondsMax = 60;
/** Wrong secrets are forgotten after this time, if no other wrong secret follows. */
const rememberedMs = 10 * 60_000;
const rememberedMax = 10_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

/** An attempt to authenticate as a client. */
export interface Attempt {
  readonly clientId: string;
  /** The caller's network address. */
  readonly from: string;
}

/** Too many wrong secrets for the client came from this address. */
export class TooManyWrongSecrets extends Error {
  override readonly name = 'TooManyWrongSecrets';

  constructor(readonly retryAfterSeconds: number) {
    super('Too many wrong secrets were tried.');
  }
}

/**
 * Slows guessing: after a few wrong secrets for one client from one address, further attempts for
 * this client from this address are refused for a growing pause. Attempts from other addresses are
 * not affected. The number of remembered attempts is bounded; the oldest are forgotten first.
 */
export class WrongSecrets {
  readonly #failures = new Map<string, Failures>();

  /** `now` gives milliseconds of a clock that only goes forward. */
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

/**
 * The map key under which an attempt is counted. Neither an address nor a client id contains a
 * blank, so two different pairs of address and client cannot have the same map key.
 */
const keyOf = ({ clientId, from }: Attempt): string => `${from} ${clientId}`;
