import { closeSync, openSync, writeSync } from 'node:fs';
import type { Findings } from '../findings/findings.js';
import { isBefore } from '../lines/event-line.js';
import { fileChunks } from '../lines/line-splitter.js';
import { type Seal, SealHash, sealStart } from './seal.js';

/** A seal (an event with a hash over the events before it), with its place in the log. */
export interface SealInLog {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** `undefined` if the event cannot be read as a seal. */
  readonly seal: Seal | undefined;
}

/**
 * The seal whose hash somebody stored outside the ledger, so that later changes of the log up to
 * this seal can be proved.
 */
export interface KeptSeal {
  readonly hash: string;
  /** Revision in the stream of seals, from 0. */
  readonly number: number;
  /** Time of the seal, by the clock of the worker that wrote it. */
  readonly sealedAt: string;
  /** Position of the seal event itself. */
  readonly position: string;
  /** Position of the last event in the hash of this seal. */
  readonly coversTo: string;
  /** Number of events in the hashes of this seal and all earlier seals. */
  readonly events: number;
}

export interface SealSummary {
  readonly seals: number;
  /**
   * Position of the last event that is covered by the hash of a seal; -1 if the log has no seal.
   */
  readonly sealedTo: bigint;
  /**
   * Hash of the newest seal. Somebody should store this hash outside the ledger, so that later
   * changes of the log can be proved.
   */
  readonly lastSeal: string | undefined;
  /** Time in the newest seal, by the clock of the worker that wrote the seal. */
  readonly lastSealedAt: string | undefined;
  /** Number of events in the hashes of all seals. */
  readonly sealedEvents: number;
  /**
   * Number of events that are in no seal's hash yet. Only the next seal can prove that none of them
   * was removed.
   */
  readonly unsealedEvents: number;
}

/**
 * Computes the hash of each seal again from the chain values (hashes) of the events that it covers,
 * and reports the seals that do not match. Each computation starts from the hash that is written in
 * the seal before. One wrong seal is therefore only one finding, and the seals after it still
 * match.
 */
export const checkSeals = (
  seals: readonly SealInLog[],
  values: Iterable<SealedValue>,
  findings: Findings,
): SealSummary => {
  const source = values[Symbol.iterator]();
  let next = source.next();
  let before: PreviousSeal = start;
  for (const placed of seals) {
    const { seal } = placed;
    if (seal === undefined) {
      found(findings, placed, 'the event cannot be read as a seal');
      continue;
    }
    const to = seal.position;
    const hash = new SealHash(before.hash);
    for (; next.done !== true && !isBefore(to, next.value.position); next = source.next()) {
      hash.add(next.value.chain);
    }
    const why = whyNot(placed, { before, events: hash.events, hash: hash.digest() });
    if (why !== undefined) found(findings, placed, why);
    before = seal;
  }
  let unsealedEvents = 0;
  for (; next.done !== true; next = source.next()) unsealedEvents += 1;
  const lastSeal = before === start ? undefined : before.hash;
  const { eventsTotal: sealedEvents, sealedAt: lastSealedAt, position } = before;
  const sealed = { sealedTo: BigInt(position), lastSeal, lastSealedAt, sealedEvents };
  return { seals: seals.length, ...sealed, unsealedEvents };
};

/** Returns the seal with this hash. If several seals of the log have it, returns the first. */
export const keptSealIn = (
  seals: readonly SealInLog[],
  hash: string | undefined,
): KeptSeal | undefined => {
  const placed = hash === undefined ? undefined : seals.find(({ seal }) => seal?.hash === hash);
  if (placed?.seal === undefined) return undefined;
  const { seal, revision, position } = placed;
  return {
    ...{ hash: seal.hash, number: revision, sealedAt: seal.sealedAt, position: String(position) },
    ...{ coversTo: seal.position, events: seal.eventsTotal },
  };
};

type PreviousSeal = Pick<Seal, 'position' | 'eventsTotal' | 'hash'> &
  Partial<Pick<Seal, 'sealedAt'>>;

const start: PreviousSeal = { position: '-1', eventsTotal: 0, hash: sealStart };

interface Computed {
  readonly before: Pick<Seal, 'position' | 'eventsTotal'>;
  readonly events: number;
  readonly hash: string;
}

const whyNot = (placed: SealInLog, { before, events, hash }: Computed): string | undefined => {
  const { seal, position } = placed;
  if (seal === undefined) return undefined;
  if (seal.after !== before.position) {
    return `it begins after position ${seal.after}, but the seal before it ends at position ${before.position}`;
  }
  if (BigInt(seal.position) >= position) {
    return `it covers the log up to position ${seal.position}, but is itself at position ${position}`;
  }
  if (seal.events < 1) return 'it covers no event';
  const stretch = `the events after position ${seal.after} up to ${seal.position}`;
  if (seal.events !== events) {
    return `the number of ${stretch} is ${events}, but the seal was set over ${seal.events}`;
  }
  if (seal.eventsTotal !== before.eventsTotal + seal.events) {
    return `its total of sealed events is ${seal.eventsTotal}, but should be ${before.eventsTotal + seal.events}`;
  }
  return seal.hash === hash ? undefined : `${stretch} are not those that the seal was set over`;
};

const found = (findings: Findings, placed: SealInLog, why: string): void => {
  const { stream, revision, position } = placed;
  findings.add({
    kind: 'seal',
    stream,
    revision,
    position,
    detail: `the seal does not hold: ${why}`,
  });
};

const positionBytes = 19;
const chainBytes = 64;
const recordBytes = positionBytes + chainBytes;
const recordsHeld = 2_000;

/** The values of an event that are needed to compute a seal's hash. */
export interface SealedValue {
  /** Digits without leading zeros, so that positions can be compared as strings. */
  readonly position: string;
  readonly chain: string;
}

/**
 * Writes the position and the chain value (hash) of each event to a file. The seal that covers an
 * event may come millions of events later, so the values are not kept in memory.
 */
export class SealedValues {
  readonly #file: number;
  readonly #held = Buffer.alloc(recordBytes * recordsHeld);
  #bytes = 0;
  #isClosed = false;

  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o600);
  }

  add(position: string, chain: string): void {
    this.#held.write(
      position.padEnd(positionBytes) + chain.padEnd(chainBytes),
      this.#bytes,
      'latin1',
    );
    this.#bytes += recordBytes;
    if (this.#bytes === this.#held.length) this.#flush();
  }

  end(): void {
    this.#flush();
    this.close();
  }

  /**
   * Closes the file without writing the values that are still in memory, for a verification that
   * failed. Otherwise, call `end`.
   */
  close(): void {
    if (!this.#isClosed) closeSync(this.#file);
    this.#isClosed = true;
  }

  #flush(): void {
    if (this.#bytes > 0) writeSync(this.#file, this.#held, 0, this.#bytes);
    this.#bytes = 0;
  }
}

/**
 * Reads the positions and chain values from one file after another, which is the order of the log.
 */
export function* readSealedValues(paths: readonly string[]): Generator<SealedValue, void> {
  for (const path of paths) {
    let rest = Buffer.alloc(0);
    for (const chunk of fileChunks(path)) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (; at + recordBytes <= bytes.length; at += recordBytes) {
        const record = bytes.toString('latin1', at, at + recordBytes);
        const position = record.slice(0, positionBytes).trimEnd();
        yield { position, chain: record.slice(positionBytes).trimEnd() };
      }
      rest = Buffer.from(bytes.subarray(at));
    }
  }
}
