/** What the check of a run came to. */
export interface Verdict {
  /** Captures that were answered with 202 and looked for. */
  readonly accepted: number;
  readonly log: 'equal' | 'different' | 'not checked';
  readonly readModel: 'equal' | 'different' | 'not checked';
  /** The first differences. */
  readonly problems: readonly string[];
}

/** In a few words, for the report. */
export const verdictText = ({ accepted, log, readModel }: Verdict): string => {
  if (log === 'different' || readModel === 'different') return 'DIFFERENT';
  if (log === 'not checked') return log;
  return readModel === 'equal' ? `${accepted} ok` : `${accepted} in log`;
};

const keptProblems = 20;

/** Collects differences; how many there are is told, the first are kept. */
export class Problems {
  readonly #first: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(problem: string): void {
    this.#count += 1;
    if (this.#first.length < keptProblems) this.#first.push(problem);
  }

  list(): readonly string[] {
    const more = this.#count - this.#first.length;
    return more === 0 ? this.#first : [...this.#first, `and ${more} more`];
  }
}
