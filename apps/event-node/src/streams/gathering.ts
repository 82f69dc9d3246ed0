/** What a round costs besides its writes is shared by more of them if it starts so much later. */
const PAUSE_MS = 3;
/** A round that has so many writes starts at once: more would not make it much cheaper. */
const ENOUGH = 16;
/** A pause that brings fewer writes together is not worth its time. */
const WORTHWHILE = 3;
/** So many writes that found another one open, within so long, are a reason to try it. */
const CROWD = 8;
const CROWD_MS = 20;
/** After a pause that was not worth its time. */
const NOT_AGAIN_MS = 250;
/** Most writes open at once are looked at for so long, at least. */
const PEAK_MS = 100;

/**
 * When many callers write at once, a round waits a moment for more of them: a write to the disk, its wake-ups and the answers
 * cost the same for one as for ten. It starts as soon as all are there that there were lately, so that a few callers who
 * each wait for their answer lose nothing, and one who writes alone never waits. Times are by `performance.now()`,
 * milliseconds.
 */
export class Gathering {
  #crowd = 0;
  #crowdSince = 0;
  #isWorthwhile = false;
  #notBefore = 0;
  #peak = 0;
  #peakBefore = 0;
  #peakSince = 0;

  /** A write came while others were not answered yet: so many are open with it. */
  metOthers(open: number, now: number): void {
    this.#notePeak(open, now);
    if (now - this.#crowdSince > CROWD_MS) {
      this.#crowd = 0;
      this.#crowdSince = now;
    }
    this.#crowd += 1;
    if (this.#crowd >= CROWD && now >= this.#notBefore) this.#isWorthwhile = true;
  }

  /** How long a round with so many writes may wait for more. */
  pauseMs(writes: number): number {
    const all = Math.min(ENOUGH, Math.max(this.#peak, this.#peakBefore));
    return this.#isWorthwhile && writes < all ? PAUSE_MS : 0;
  }

  /** A round has waited for as long as it may, and starts with so many writes. */
  hasPaused(writes: number, now: number): void {
    if (writes >= WORTHWHILE) return;
    this.#isWorthwhile = false;
    this.#notBefore = now + NOT_AGAIN_MS;
  }

  #notePeak(open: number, now: number): void {
    if (now - this.#peakSince > PEAK_MS) {
      this.#peakBefore = this.#peak;
      this.#peak = 0;
      this.#peakSince = now;
    }
    this.#peak = Math.max(this.#peak, open);
  }
}
