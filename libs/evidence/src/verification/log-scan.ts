import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Findings } from '../findings/findings.js';
import type { FindingsSummary } from '../findings/findings.js';
import { isBefore } from '../lines/position-order.js';
import { lineHead } from '../lines/line-head.js';
import type { Line, LineHead } from '../lines/line-head.js';
import { checkSeals } from '../seals/check-seals.js';
import type { PlacedSeal, SealsVerdict } from '../seals/check-seals.js';
import { isSealed, sealOf, sealStream, sealType } from '../seals/seal.js';
import { SealedValues } from '../seals/sealed-values.js';
import { contentOf } from './content-of.js';
import { LogSpill } from './log-spill.js';
import type { SpilledPart } from './spill.js';

/** What the first look at a log in its order found, and where its parts wait for the second. */
export interface Scanned extends SealsVerdict {
  readonly events: number;
  /** Of the last event; -1 for an empty log. */
  readonly position: bigint;
  /** The hashes of the seals that hold what they say are these; bounded. */
  readonly sealHashes: readonly string[];
  readonly parts: readonly SpilledPart[];
  readonly findings: FindingsSummary;
}

const sealsMax = 1_000_000;

/**
 * Goes through a log once, in its order: checks that it is one, recomputes the seals, and divides the events among
 * files by their streams, so that every stream can then be folded with only its part in memory
 * (docs/decisions/0018).
 */
export class LogScan {
  readonly #findings = new Findings();
  readonly #spill: LogSpill;
  readonly #values: SealedValues;
  readonly #seals: PlacedSeal[] = [];
  #events = 0;
  #position: string | undefined;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#spill = new LogSpill(directory);
    this.#values = new SealedValues(join(directory, 'chain-values'));
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
  see(line: Line, source: () => string): void {
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
  }

  end(): Scanned {
    this.#values.end();
    const parts = this.#spill.end();
    const verdict = checkSeals(this.#seals, this.#values.values(), this.#findings);
    return {
      ...verdict,
      events: this.#events,
      position: this.position,
      sealHashes: this.#seals.flatMap(({ seal }) => seal?.hash ?? []),
      parts,
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

  #takeSeal(line: Line, head: LineHead): void {
    if (this.#seals.length >= sealsMax) throw new RangeError('More than a million seals');
    const content = contentOf(line, head);
    const { stream, revision, position } = head;
    const seal = content?.type === sealType ? sealOf(content.data) : undefined;
    this.#seals.push({ stream, revision, position: BigInt(position), seal });
  }
}
