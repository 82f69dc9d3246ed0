import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { identityStream, identityType, ledgerFoundedOf } from '#event-log/offline';
import type { LedgerFounded } from '#event-log/offline';
import { Findings, type FindingsSummary } from '../findings/findings.js';
import { isBefore, lineHead, type Line, type LineHead } from '../lines/event-line.js';
import { type SealInLog, SealedValues } from '../seals/check-seals.js';
import { isSealed, sealOf, sealStream, sealType } from '../seals/seal.js';
import { contentOf } from './line-content.js';
import { LogPartitioner, type SpilledPartition } from './log-partitions.js';

/** The result of reading a part of the log once, and the files to which its events were written. */
export interface ScannedStretch {
  /** Position after which this part should begin; -1 for the beginning of the log. */
  readonly after: bigint;
  readonly events: number;
  /** Position of the last event; equal to `after` if there is none. */
  readonly position: bigint;
  readonly seals: readonly SealInLog[];
  /** The identity of the ledger, if this part of the log contains it. */
  readonly identity: LedgerFounded | undefined;
  /**
   * Path of the file with the positions and chain values (hashes) of the events, from which the
   * seals are computed again.
   */
  readonly values: string;
  readonly parts: readonly SpilledPartition[];
  readonly findings: FindingsSummary;
}

export interface ScanPlace {
  readonly directory: string;
  /** Position at which the previous part of the log ends; absent at the beginning of the log. */
  readonly after?: string | undefined;
  /**
   * True for a part of a log that is known to be large. Its orders are then written to 256 files
   * from the start.
   */
  readonly isDivided?: boolean | undefined;
}

const sealsMax = 1_000_000;

/**
 * Reads a log, or a part of it, once and in order. Checks that the positions increase, and stores
 * the chain values (hashes) from which the seals are computed again. Distributes the streams over
 * groups of files (partitions), so that each partition can be checked in memory
 * (docs/decisions/0018).
 */
export class LogScan {
  readonly #findings = new Findings();
  readonly #spill: LogPartitioner;
  readonly #values: SealedValues;
  readonly #valuesPath: string;
  readonly #after: bigint;
  readonly #seals: SealInLog[] = [];
  #identity: LedgerFounded | undefined;
  #events = 0;
  #position: string | undefined;

  constructor({ directory, after, isDivided }: ScanPlace) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#spill = new LogPartitioner(directory, isDivided);
    this.#valuesPath = join(directory, 'chain-values');
    this.#values = new SealedValues(this.#valuesPath);
    this.#after = BigInt(after ?? -1);
    this.#position = after;
  }

  get findings(): Findings {
    return this.#findings;
  }

  get events(): number {
    return this.#events;
  }

  get position(): bigint {
    return BigInt(this.#position ?? -1);
  }

  /**
   * `source` returns the place of the line, for example file and line number, for the text of a
   * finding. `add` may overwrite bytes of the line before the event's content.
   */
  add(line: Line, source: () => string): void {
    const head = lineHead(line);
    this.#events += 1;
    if (head === undefined) {
      const detail = `${source()} cannot be read as an event`;
      this.#findings.add({ kind: 'unreadable', position: this.position, detail });
      return;
    }
    this.#takePosition(head);
    if (isSealed(head.stream)) this.#values.add(head.position, head.chain);
    this.#spill.add(head.stream, line);
    if (head.stream === sealStream) this.#takeSeal(line, head);
    if (head.stream === identityStream) this.#takeIdentity(line, head);
  }

  end(): ScannedStretch {
    this.#values.end();
    return {
      after: this.#after,
      events: this.#events,
      position: this.position,
      seals: this.#seals,
      identity: this.#identity,
      values: this.#valuesPath,
      parts: this.#spill.end(),
      findings: this.#findings.summary(),
    };
  }

  /** Closes the files after a failure. Does nothing after `end`. */
  close(): void {
    this.#spill.close();
    this.#values.close();
  }

  #takePosition({ position, stream, revision }: LineHead): void {
    if (this.#position !== undefined && !isBefore(this.#position, position)) {
      const detail = `the event comes after position ${this.#position}`;
      const finding = { stream, revision, position: BigInt(position), detail };
      this.#findings.add({ kind: 'order-of-log', ...finding });
    } else this.#position = position;
  }

  /**
   * Keeps the ledger's identity from the first event that states it. A second identity event is
   * reported by the check of its stream.
   */
  #takeIdentity(line: Line, head: LineHead): void {
    const content = contentOf(line, head);
    if (content?.type === identityType) this.#identity ??= ledgerFoundedOf(content.data);
  }

  #takeSeal(line: Line, head: LineHead): void {
    if (this.#seals.length >= sealsMax)
      throw new RangeError('The log has more than a million seals');
    const content = contentOf(line, head);
    const { stream, revision, position } = head;
    const seal = content?.type === sealType ? sealOf(content.data) : undefined;
    this.#seals.push({ stream, revision, position: BigInt(position), seal });
  }
}
