/** A full disk is not tried again for this long; the next write after it tries. */
const fullMs = 250;

/**
 * Remembers that the disk was full, so that appends are refused at once until it is tried again.
 */
export class DiskState {
  /** Called when the disk is found full, and when it has room again. */
  onChange: (isFull: boolean) => void = () => undefined;
  /** The time of the next attempt by `performance.now()`; 0 while the disk has room. */
  #fullUntil = 0;

  /** True while appends are refused without an attempt to write. */
  get isRefusing(): boolean {
    return this.#fullUntil > performance.now();
  }

  noteFull(): void {
    if (this.#fullUntil === 0) this.onChange(true);
    this.#fullUntil = performance.now() + fullMs;
  }

  noteWritten(): void {
    if (this.#fullUntil > 0) this.onChange(false);
    this.#fullUntil = 0;
  }
}
