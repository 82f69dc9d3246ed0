/** So many wrong secrets in a row are answered at once; each one after them doubles the pause. */
const freeMax = 5;
const pauseSecondsMax = 60;
/** After so long without another, the wrong ones before are forgotten. */
const rememberedMs = 10 * 60_000;
const rememberedMax = 10_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

/** Who asks for which client. */
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
 * Slows guessing down: after a few wrong secrets for one client from one address, nothing is looked at for a growing pause.
 * The same client from another address is not held up. What is remembered is bounded; the oldest is forgotten first.
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

  /** A secret was wrong. */
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

/** Neither an address nor the id of a client has a blank. */
const keyOf = ({ clientId, from }: Attempt): string => `${from} ${clientId}`;
