const none = -1;
const wordsPerId = 4;

/**
 * The ids of the newest events of the log, by which a repeated append with the expected revision
 * `any` is recognised. The ids are in a ring buffer of `limit` entries, and a hash table finds an
 * id in the ring. Both are typed arrays, because one object for each id would slow down the garbage
 * collector.
 */
export class RecentIds {
  readonly #limit: number;
  readonly #mask: number;
  readonly #ids: Uint32Array;
  readonly #streams: Float64Array;
  readonly #revisions: Float64Array;
  /**
   * The newest entry of each hash value. For each entry, `older` has the next older entry with the
   * same hash value; so the entries form a chain.
   */
  readonly #newest: Int32Array;
  readonly #older: Int32Array;
  #next = 0;
  #count = 0;

  constructor(limit: number) {
    const buckets = 2 ** Math.ceil(Math.log2(limit + 1));
    this.#limit = limit;
    this.#mask = buckets - 1;
    this.#ids = new Uint32Array(limit * wordsPerId);
    this.#streams = new Float64Array(limit);
    this.#revisions = new Float64Array(limit);
    this.#newest = new Int32Array(buckets).fill(none);
    this.#older = new Int32Array(limit);
  }

  add(streamNumber: number, id: Buffer, revision: number): void {
    const entry = this.#next;
    if (this.#count === this.#limit) this.#forget(entry);
    else this.#count += 1;
    for (let word = 0; word < wordsPerId; word++) {
      this.#ids[entry * wordsPerId + word] = id.readUInt32LE(word * 4);
    }
    this.#streams[entry] = streamNumber;
    this.#revisions[entry] = revision;
    const bucket = this.#bucketOf(entry);
    this.#older[entry] = this.#newest[bucket] ?? none;
    this.#newest[bucket] = entry;
    this.#next = (entry + 1) % this.#limit;
  }

  /**
   * Removes the ids that were added last. Older ids that were dropped to make room for them do not
   * come back.
   */
  removeLast(count: number): void {
    for (let left = Math.min(count, this.#count); left > 0; left--) {
      const entry = (this.#next + this.#limit - 1) % this.#limit;
      // The newest entry is always the first one with its hash value, so it can be removed without
      // a search.
      this.#newest[this.#bucketOf(entry)] = this.#older[entry] ?? none;
      this.#next = entry;
      this.#count -= 1;
    }
  }

  /**
   * Returns the revision of the newest event with this id in the stream; undefined if the id is not
   * remembered.
   */
  revision(streamNumber: number, id: Buffer): number | undefined {
    const bucket = (id.readUInt32LE(0) ^ id.readUInt32LE(12)) & this.#mask;
    let entry = this.#newest[bucket] ?? none;
    while (entry !== none) {
      if (this.#streams[entry] === streamNumber && this.#isAt(entry, id)) {
        return this.#revisions[entry];
      }
      entry = this.#older[entry] ?? none;
    }
    return undefined;
  }

  #isAt(entry: number, id: Buffer): boolean {
    for (let word = 0; word < wordsPerId; word++) {
      if (this.#ids[entry * wordsPerId + word] !== id.readUInt32LE(word * 4)) return false;
    }
    return true;
  }

  #bucketOf(entry: number): number {
    const first = this.#ids[entry * wordsPerId] ?? 0;
    const last = this.#ids[entry * wordsPerId + wordsPerId - 1] ?? 0;
    return (first ^ last) & this.#mask;
  }

  /** Removes the oldest entry of the ring, which is at the end of the chain of its hash value. */
  #forget(entry: number): void {
    const bucket = this.#bucketOf(entry);
    if (this.#newest[bucket] === entry) {
      this.#newest[bucket] = none;
      return;
    }
    let newer = this.#newest[bucket] ?? none;
    while (newer !== none && this.#older[newer] !== entry) newer = this.#older[newer] ?? none;
    if (newer !== none) this.#older[newer] = none;
  }
}
