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
  /** Goes on behind what it gave last; an iterator of its own for each put would walk over all that was removed. */
  #byAge = this.#entries.entries();
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
    while (this.#isOverfull()) {
      const next = this.#byAge.next();
      if (next.done === true || next.value[0] === latest) {
        // All others are gone.
        this.#byAge = this.#entries.entries();
        return;
      }
      const [key, { value, weight }] = next.value;
      this.remove(key);
      this.weighing.onDropped?.(key, value, weight);
    }
  }

  #isOverfull(): boolean {
    const { entriesMax, weightMax } = this.weighing;
    return this.#entries.size > entriesMax || this.#weight > weightMax;
  }
}
