export interface EntriesLimits {
  readonly entriesMax: number;
  /** Of all entries together, in the unit that `weightOf` counts in. */
  readonly weightMax: number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly weight: number;
}

export interface Weighing<Value> extends EntriesLimits {
  readonly weightOf: (value: Value) => number;
  /** Told of an entry that had to make room. */
  readonly onDropped?: (key: string, value: Value, weight: number) => void;
}

/** The entries put last. The last one of all is kept however much it weighs. */
export class NewestEntries<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  #weight = 0;

  constructor(private readonly weighing: Weighing<Value>) {}

  get(key: string): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  put(key: string, value: Value): void {
    this.remove(key);
    const weight = this.weighing.weightOf(value);
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    if (this.#isOverfull()) this.#makeRoom(key);
  }

  remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }

  #makeRoom(latest: string): void {
    for (const [key, { value, weight }] of this.#entries) {
      if (key === latest || !this.#isOverfull()) return;
      this.remove(key);
      this.weighing.onDropped?.(key, value, weight);
    }
  }

  #isOverfull(): boolean {
    const { entriesMax, weightMax } = this.weighing;
    return this.#entries.size > entriesMax || this.#weight > weightMax;
  }
}
