import type { Finding } from './finding.js';

const keptDefault = 100;

/** All findings of a verification: how many there are, and those that stand first in the log. */
export interface FindingsSummary {
  readonly count: number;
  /** By position in the log; bounded. */
  readonly first: readonly Finding[];
  /** How many of them are of the read model alone: the log holds all the same. Absent is none known. */
  readonly ofReadModel?: number;
}

/** Collects findings in any order. Keeps a bounded number, those that stand first in the log. */
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
    // Those that were counted and not kept.
    this.#count += count - first.length;
    if (ofReadModel !== undefined) this.#ofReadModel = before + ofReadModel;
  }

  summary(): FindingsSummary {
    this.#trim();
    return { count: this.#count, first: [...this.#kept], ofReadModel: this.#ofReadModel };
  }

  /** The sort is stable: of equal positions the one found first stays first. */
  #trim(): void {
    this.#kept = this.#kept.sort(byPosition).slice(0, this.keptMax);
  }
}

/** What has no place in the log, such as a damaged manifest, comes before everything. */
const byPosition = (one: Finding, other: Finding): number => {
  const [a, b] = [one.position ?? -2n, other.position ?? -2n];
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
