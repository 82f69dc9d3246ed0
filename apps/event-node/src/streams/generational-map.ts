/**
 * A bounded map that forgets what was not used for long: entries live in two generations, and when
 * the young one is full the old one is dropped. It holds the last `limit` entries used, and at most
 * twice that. Unlike a list of uses, this costs the same for every operation.
 */
export class GenerationalMap<Value> {
  readonly #limit: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#limit) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
