/**
 * A round is one write to the disk with the events of several appends. A round waits at most this
 * number of milliseconds for more appends.
 */
const delayMsMax = 3;
/**
 * With this number of appends, the write to the disk starts at once, because waiting for more
 * appends would save little.
 */
const writesEnough = 16;
/**
 * A delay of a write to the disk pays off if at least this number of appends is then written
 * together. If there are fewer, writes are not delayed during the next `pauseMs` milliseconds.
 */
const writesWorthwhile = 3;
const pauseMs = 250;
/**
 * Writes to the disk are delayed once this number of appends has come within `crowdMs`
 * milliseconds, each while an earlier append was still unanswered.
 */
const crowdWrites = 8;
const crowdMs = 20;
/**
 * The milliseconds for which the highest number of unanswered appends is remembered. A delayed
 * write to the disk waits for no more appends than that number, because there are no more active
 * callers.
 */
const peakMs = 100;

/**
 * Decides how long a round (one write to the disk) waits for more appends. Flushing a round costs
 * about the same for one append as for ten, so waiting a moment pays off while many callers append
 * at once. A round starts early once it has an append of each active caller, because each caller
 * waits for its answer before it sends the next one. The number of active callers is the highest
 * recent number of unanswered appends. A single caller never waits.
 * All times are milliseconds of `performance.now()`.
 */
export class GroupCommitDelay {
  #crowd = 0;
  #crowdSince = 0;
  #isWorthwhile = false;
  #notBefore = 0;
  #peak = 0;
  #peakBefore = 0;
  #peakSince = 0;

  /**
   * Notes an append that came while earlier ones had no answer yet. `open` is the number of
   * unanswered appends, including this one.
   */
  noteConcurrentWrite(open: number, now: number): void {
    this.#notePeak(open, now);
    if (now - this.#crowdSince > crowdMs) {
      this.#crowd = 0;
      this.#crowdSince = now;
    }
    this.#crowd += 1;
    if (this.#crowd >= crowdWrites && now >= this.#notBefore) this.#isWorthwhile = true;
  }

  /**
   * Returns how long a round (one write to the disk) that already has this many appends waits for
   * more.
   */
  delayMs(writes: number): number {
    const all = Math.min(writesEnough, Math.max(this.#peak, this.#peakBefore));
    return this.#isWorthwhile && writes < all ? delayMsMax : 0;
  }

  /**
   * Called when a write to the disk starts after its whole delay. If the write has too few appends,
   * the delay was not worthwhile and is switched off for a while.
   */
  noteDelay(writes: number, now: number): void {
    if (writes >= writesWorthwhile) return;
    this.#isWorthwhile = false;
    this.#notBefore = now + pauseMs;
  }

  #notePeak(open: number, now: number): void {
    if (now - this.#peakSince > peakMs) {
      this.#peakBefore = this.#peak;
      this.#peak = 0;
      this.#peakSince = now;
    }
    this.#peak = Math.max(this.#peak, open);
  }
}

interface RoundSource {
  /**
   * Returns the number of appends that can be written to the disk now; 0 while earlier appends are
   * being written.
   */
  ready(): number;
  start(): void;
}

/**
 * Starts rounds. A round is one write to the disk with all appends that wait. Each round starts at
 * the end of the current turn of the event loop, or after the delay that `GroupCommitDelay` sets.
 */
export class RoundTimer {
  readonly #rounds: RoundSource;
  readonly #delay = new GroupCommitDelay();
  #isScheduled = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(rounds: RoundSource) {
    this.#rounds = rounds;
  }

  /**
   * Notes that an append was queued. `open` is the number of unanswered appends, including this
   * one.
   */
  noteWrite(open: number): void {
    if (open > 1) this.#delay.noteConcurrentWrite(open, performance.now());
    if (this.#rounds.ready() > 0) this.#startAfterTurn();
  }

  /** Starts the next write to the disk, now or after the delay that `GroupCommitDelay` sets. */
  startDue(): void {
    const writes = this.#rounds.ready();
    if (writes === 0) return;
    const delayMs = this.#delay.delayMs(writes);
    if (delayMs === 0) this.#start();
    else this.#timer ??= setTimeout(this.#onDelayed.bind(this), delayMs);
  }

  #startAfterTurn(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.startDue();
    });
  }

  #onDelayed(): void {
    this.#delay.noteDelay(this.#rounds.ready(), performance.now());
    this.#start();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#rounds.ready() > 0) this.#rounds.start();
  }
}
