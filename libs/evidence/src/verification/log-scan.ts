import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { identityStream, identityType, ledgerFoundedOf } from '#event-log/offline';
import type { LedgerFounded } from '#event-log/offline';
import { Findings } from '../findings/findings.js';
import type { FindingsSummary } from '../findings/findings.js';
import { isBefore } from '../lines/position-order.js';
import { lineHead } from '../lines/line-head.js';
import type { Line, LineHead } from '../lines/line-head.js';
import type { SealInLog } from '../seals/check-seals.js';
import { isSealed, sealOf, sealStream, sealType } from '../seals/seal.js';
import { SealedValues } from '../seals/sealed-values.js';
import { contentOf } from './content-of.js';
import { LogPartitioner } from './log-spill.js';
import type { SpilledPartition } from './spill.js';

/** What the first look at a stretch of a log found, and where its events wait for the second. */
export interface ScannedStretch {
  /** Where it was taken to begin behind; -1 for the beginning of the log. */
  readonly after: bigint;
  readonly events: number;
  /** Of the last event; `after`, if there is none. */
  readonly position: bigint;
  readonly seals: readonly SealInLog[];
  /** Of the ledger, if it stands in the stretch. */
  readonly identity: LedgerFounded | undefined;
  /** The file of its `SealedValues`. */
  readonly values: string;
  readonly parts: readonly SpilledPartition[];
  readonly findings: FindingsSummary;
}

export interface ScanPlace {
  readonly directory: string;
  /** The position that the stretch before it ends with; without it, the log begins here. */
  readonly after?: string | undefined;
  /** Whether there is so much that it is divided from the beginning. */
  readonly isDivided?: boolean | undefined;
}

const sealsMax = 1_000_000;

/**
 * Goes through a log, or a stretch of it, once, in its order: checks that it is one, keeps what seals are computed from,
 * and divides the events among files by their streams, so that every stream can then be folded with only its part in
 * memory (docs/decisions/0018).
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

  /** `source` says where the line stands, for one that cannot be read. Writes over the line's head. */
  add(line: Line, source: () => string): void {
    const head = lineHead(line);
    this.#events += 1;
    if (head === undefined) {
      const detail = `${source()} is no event of an export`;
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

  /** Closes the files of a scan that was stopped; nothing after `end`. */
  close(): void {
    this.#spill.close();
    this.#values.close();
  }

  #takePosition({ position, stream, revision }: LineHead): void {
    if (this.#position !== undefined && !isBefore(this.#position, position)) {
      const detail = `it stands behind position ${this.#position}`;
      const finding = { stream, revision, position: BigInt(position), detail };
      this.#findings.add({ kind: 'order-of-log', ...finding });
    } else this.#position = position;
  }

  /** The first counts; that there is no other is checked with the stream. */
  #takeIdentity(line: Line, head: LineHead): void {
    const content = contentOf(line, head);
    if (content?.type === identityType) this.#identity ??= ledgerFoundedOf(content.data);
  }

  #takeSeal(line: Line, head: LineHead): void {
    if (this.#seals.length >= sealsMax) throw new RangeError('More than a million seals');
    const content = contentOf(line, head);
    const { stream, revision, position } = head;
    const seal = content?.type === sealType ? sealOf(content.data) : undefined;
    this.#seals.push({ stream, revision, position: BigInt(position), seal });
  }
}
