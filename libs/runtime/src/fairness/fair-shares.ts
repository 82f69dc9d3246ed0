/** While a holder has fewer than so many times the places that are free, it may take another. */
const greed = 4;

/**
 * A bounded number of places, shared out so that nobody takes the last ones: the more is taken, the less each holder may
 * have. One alone gets four fifths of the places, two get four ninths each, and a newcomer finds room beside any number of
 * greedy ones as long as one place is free. Nothing is taken back and nobody waits.
 */
export class FairShares {
  readonly #held = new Map<string, number>();
  #taken = 0;

  constructor(private readonly places: number) {}

  /** By all holders. */
  get taken(): number {
    return this.#taken;
  }

  hasRoom(holder: string): boolean {
    return (this.#held.get(holder) ?? 0) < greed * (this.places - this.#taken);
  }

  /** False if the holder has its share; otherwise `leave` must be called once. */
  tryEnter(holder: string): boolean {
    if (!this.hasRoom(holder)) return false;
    this.#held.set(holder, (this.#held.get(holder) ?? 0) + 1);
    this.#taken += 1;
    return true;
  }

  leave(holder: string): void {
    const left = (this.#held.get(holder) ?? 0) - 1;
    if (left < 0) throw new RangeError('Nobody can leave a place that was not taken.');
    if (left === 0) this.#held.delete(holder);
    else this.#held.set(holder, left);
    this.#taken -= 1;
  }
}
