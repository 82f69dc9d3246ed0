import { createHash, type Hash } from 'node:crypto';

/** The stream of the seals. */
export const sealStream = 'ledger-seal';
export const sealType = 'LedgerSealed';

/**
 * The content of a seal (domain.md, "Evidence for auditors"). It covers the events after `after` up
 * to and including `position`, in all streams but the seals' own and the event store's. `hash` is
 * the SHA-256 of the previous seal's hash followed by the chain values of these events in the order
 * of the log.
 */
export interface Seal {
  /** The last position that the previous seal covers; `-1` for the first seal. */
  readonly after: string;
  /**
   * The position of the last event covered. Positions are strings of digits: they may be too large
   * for a number.
   */
  readonly position: string;
  /** Number of events that this seal covers. */
  readonly events: number;
  /** Number of events that all seals so far cover. */
  readonly eventsTotal: number;
  /** Hex SHA-256. */
  readonly hash: string;
  /** RFC 3339, UTC, by the worker's clock. */
  readonly sealedAt: string;
}

/** Returns whether seals cover a stream: all but the seals' own and the event store's. */
export const isSealed = (stream: string): boolean =>
  stream !== sealStream && !isSystemStream(stream);

/**
 * Returns whether a stream is the event store's own (statistics, subscriptions, metadata). The
 * ledger never writes there.
 */
export const isSystemStream = (stream: string): boolean => stream.startsWith('$');

/** Without leading zeros, because positions are compared as strings. */
const position = /^(-1|0|[1-9]\d{0,18})$/;

/** Returns the data of a seal; `undefined` if they are not those of a seal. */
export const sealOf = (data: unknown): Seal | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const seal = data as Readonly<Record<keyof Seal, unknown>>;
  const isSeal =
    [seal.after, seal.position].every((text) => typeof text === 'string' && position.test(text)) &&
    Number.isSafeInteger(seal.events) &&
    Number.isSafeInteger(seal.eventsTotal) &&
    typeof seal.hash === 'string' &&
    /^[0-9a-f]{64}$/.test(seal.hash) &&
    typeof seal.sealedAt === 'string';
  return isSeal ? (seal as Seal) : undefined;
};

/** The previous hash of the first seal. */
export const sealStart = '';

/** Hashes the chain values between one seal and the next. */
export class SealHash {
  #hash: Hash = createHash('sha256');
  #events = 0;

  /** `previous`: hash of the previous seal. */
  constructor(previous: string) {
    this.#hash.update(previous);
  }

  get events(): number {
    return this.#events;
  }

  /** An event without a chain value is counted and adds nothing to the hash. */
  add(chain: string): void {
    this.#hash.update(chain);
    this.#events += 1;
  }

  /** Returns the hash; nothing may be added afterwards. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}
