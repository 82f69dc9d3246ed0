const lengthBytes = 4;

/** A text, by where it begins: the bytes that were ever written before it. */
type Placed = readonly [key: string, begin: number];

/**
 * The texts put last, in memory of a fixed size: each is written behind the one before it, over what is oldest there.
 * The garbage collector neither walks through it nor has to move or free any of it.
 */
export class NewestTexts {
  #bytes: Buffer | undefined;
  /** Where each text begins; the oldest comes first. */
  readonly #begins = new Map<string, number>();
  /**
   * Goes on behind what it gave last; an iterator of its own for each put would walk over all that was removed. It keeps
   * the map's former tables alive until it goes on, which is when the memory was written through once at the latest.
   */
  #byAge = this.#begins.entries();
  #oldest: Placed | undefined;
  #end = 0;

  constructor(private readonly bytesMax: number) {}

  get(key: string): string | undefined {
    const begin = this.#begins.get(key);
    if (begin === undefined || this.#bytes === undefined) return undefined;
    const at = begin % this.bytesMax;
    const from = at + lengthBytes;
    return this.#bytes.toString('utf8', from, from + this.#bytes.readUInt32LE(at));
  }

  /** A text that is too long for all of the memory is not kept. */
  put(key: string, text: string): void {
    this.#begins.delete(key);
    const length = Buffer.byteLength(text);
    const size = lengthBytes + length;
    if (size > this.bytesMax) return;
    const begin = this.#roomFor(size);
    const at = begin % this.bytesMax;
    // Pages of it take memory once they are written to.
    const bytes = (this.#bytes ??= Buffer.allocUnsafeSlow(this.bytesMax));
    bytes.writeUInt32LE(length, at);
    bytes.write(text, at + lengthBytes, 'utf8');
    this.#begins.set(key, begin);
  }

  remove(key: string): void {
    this.#begins.delete(key);
  }

  /** Where so many bytes may be written, in one piece; what stood there is forgotten. */
  #roomFor(size: number): number {
    const left = this.bytesMax - (this.#end % this.bytesMax);
    const begin = size <= left ? this.#end : this.#end + left;
    this.#end = begin + size;
    for (
      let oldest = this.#first();
      oldest !== undefined && oldest[1] < this.#end - this.bytesMax;
      oldest = this.#first()
    ) {
      this.#begins.delete(oldest[0]);
    }
    return begin;
  }

  #first(): Placed | undefined {
    while (this.#oldest === undefined || this.#begins.get(this.#oldest[0]) !== this.#oldest[1]) {
      const next = this.#byAge.next();
      if (next.done === true) {
        // There is nothing left, and an iterator that came to its end stays there.
        this.#byAge = this.#begins.entries();
        return undefined;
      }
      this.#oldest = next.value;
    }
    return this.#oldest;
  }
}
