/** After the disk was found full, appends are refused for this time without an attempt to write. */
const fullMs = 250;

/** Remembers that the disk was full. For a short time after that, appends are refused at once. */
export class DiskState {
  /** Called with true when the disk is found full, and with false when it has room again. */
  onChange: (isFull: boolean) => void = () => undefined;
  /**
   * The time from which a write is attempted again, on the clock of `performance.now()`; 0 while
   * the disk has room.
   */
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
