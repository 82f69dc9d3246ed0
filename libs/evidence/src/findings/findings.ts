const keptDefault = 100;

/** Number of findings of a verification, and the first findings in the order of the log. */
export interface FindingsSummary {
  readonly count: number;
  /** At most 100, sorted by position in the log. */
  readonly first: readonly Finding[];
  /** Number of findings that concern only the read model and not the log; absent if unknown. */
  readonly ofReadModel?: number;
}

/**
 * Collects findings in any order. Counts all findings, but stores only the first ones in the order
 * of the log.
 */
export class Findings {
  #kept: Finding[] = [];
  #count = 0;
  #ofReadModel = 0;

  constructor(private readonly keptMax = keptDefault) {}

  get count(): number {
    return this.#count;
  }

  add(finding: Finding): void {
    this.#count += 1;
    if (finding.kind === 'read-model') this.#ofReadModel += 1;
    this.#kept.push(finding);
    if (this.#kept.length >= 2 * this.keptMax) this.#trim();
  }

  addAll({ count, first, ofReadModel }: FindingsSummary): void {
    const before = this.#ofReadModel;
    for (const finding of first) this.add(finding);
    // A summary lists only its first findings, so the findings that it does not list are added to
    // the count here.
    this.#count += count - first.length;
    if (ofReadModel !== undefined) this.#ofReadModel = before + ofReadModel;
  }

  summary(): FindingsSummary {
    this.#trim();
    return { count: this.#count, first: [...this.#kept], ofReadModel: this.#ofReadModel };
  }

  /**
   * The sort is stable, so that findings at one position stay in the order in which they were
   * found.
   */
  #trim(): void {
    this.#kept = this.#kept.sort(byPosition).slice(0, this.keptMax);
  }
}

/** A finding without a position, such as a damaged manifest, comes first. */
const byPosition = (one: Finding, other: Finding): number => {
  const [a, b] = [one.position ?? -2n, other.position ?? -2n];
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/**
 * The kind of fault that was found, for example `revision` if an event has the wrong number in its
 * stream. Each kind is explained in docs/audit.md, "What a finding means".
 */
export type FindingKind =
  | 'unreadable'
  | 'hidden'
  | 'order-of-log'
  | 'revision'
  | 'chain'
  | 'event-id'
  | 'invariant'
  | 'seal'
  | 'settlement'
  | 'manifest'
  | 'read-model';

/** A fault that a verification found, with its place. */
export interface Finding {
  readonly kind: FindingKind;
  readonly detail: string;
  readonly stream?: string;
  /** Revision of the event within its stream, from 0. */
  readonly revision?: number;
  /**
   * Position of the event in the log. If the finding concerns several events, the position of the
   * first one.
   */
  readonly position?: bigint;
}
