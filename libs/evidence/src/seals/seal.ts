import { createHash, type Hash } from 'node:crypto';

export const sealStream = 'ledger-seal';
export const sealType = 'LedgerSealed';

/**
 * The content of a seal (domain.md, "Evidence for auditors"). A seal covers all events after
 * position `after` up to and including `position`, except seals and events of the event store's own
 * streams (`$...`). `hash` is the SHA-256 of the previous seal's hash followed by the chain values
 * (the events' own hashes) of the covered events, in the order of the log.
 */
export interface Seal {
  /** Position of the last event in the hash of the previous seal; `-1` in the first seal. */
  readonly after: string;
  /**
   * Position of the last event in the hash, as digits, because it can be too large for a number.
   */
  readonly position: string;
  /** Number of events in the hash of this seal. */
  readonly events: number;
  /** Number of events in the hashes of this seal and all earlier seals. */
  readonly eventsTotal: number;
  /** Hex SHA-256. */
  readonly hash: string;
  /** RFC 3339, UTC, by the worker's clock. */
  readonly sealedAt: string;
}

/** A seal with its number. Seals are numbered from 0, in the order of the log. */
export interface NumberedSeal extends Seal {
  readonly number: number;
}

/**
 * True if the hashes of seals include the stream's events. Excluded are the seals themselves and
 * events of the event store's own streams (`$...`).
 */
export const isSealed = (stream: string): boolean =>
  stream !== sealStream && !isSystemStream(stream);

/**
 * True for a stream of the event store itself, such as statistics or metadata. The ledger never
 * writes to such a stream.
 */
export const isSystemStream = (stream: string): boolean => stream.startsWith('$');

/**
 * A position as digits without leading zeros, so that positions can be compared as strings. -1 is
 * the position before the first event.
 */
const position = /^(-1|0|[1-9]\d{0,18})$/;

/** Reads the data of a seal event; `undefined` if the data are not those of a seal. */
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

/** The first seal has no previous seal, so its hash begins with this empty text. */
export const sealStart = '';

/** Computes the hash of one seal from the chain values (hashes) of the events that it covers. */
export class SealHash {
  #hash: Hash = createHash('sha256');
  #events = 0;

  /** `previous` is the hash of the previous seal; `sealStart` for the first seal. */
  constructor(previous: string) {
    this.#hash.update(previous);
  }

  get events(): number {
    return this.#events;
  }

  /**
   * `chain` is the event's chain value (its hash), or an empty text if the event has none. An empty
   * text adds nothing to the hash, but the event is counted.
   */
  add(chain: string): void {
    this.#hash.update(chain);
    this.#events += 1;
  }

  /** Returns the hash. `add` must not be called afterwards. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}
