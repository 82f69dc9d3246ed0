/** The longest time that a round waits for more writes. */
const delayMsMax = 3;
/**
 * The number of writes with which a round starts at once, because waiting for more writes would
 * save little.
 */
const writesEnough = 16;
/**
 * The number of writes in a round that make a delay worthwhile. After a delay whose round has fewer
 * writes, rounds are not delayed for `pauseMs`.
 */
const writesWorthwhile = 3;
const pauseMs = 250;
/** Rounds are delayed once this many concurrent writes have come within `crowdMs`. */
const crowdWrites = 8;
const crowdMs = 20;
/**
 * The time for which the highest number of unanswered writes is remembered. A round never waits for
 * more writes than that number.
 */
const peakMs = 100;

/**
 * Decides how long a round waits for more writes. Flushing a round to the disk costs about the same
 * for one write as for ten, so a round waits a moment while many callers write at once. A round
 * starts early once it has as many writes as were recently unanswered at the same time: more writes
 * cannot come, because each caller waits for its answer. A single caller never waits. All times are
 * milliseconds of `performance.now()`.
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
   * Notes a write that came while earlier writes had no answer yet. `open` is the number of
   * unanswered writes, including this one.
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

  /** Returns how long a round that already has this many writes waits for more. */
  delayMs(writes: number): number {
    const all = Math.min(writesEnough, Math.max(this.#peak, this.#peakBefore));
    return this.#isWorthwhile && writes < all ? delayMsMax : 0;
  }

  /** Notes that a round waited for its whole delay, and with how many writes it starts. */
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
   * Returns the number of writes that the next round has; 0 while a previous round is being
   * written.
   */
  ready(): number;
  start(): void;
}

/**
 * Starts rounds, either at the end of the current turn of the event loop or after the delay that
 * `GroupCommitDelay` sets.
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
   * Notes that a write was queued. `open` is the number of unanswered writes, including this one.
   */
  noteWrite(open: number): void {
    if (open > 1) this.#delay.noteConcurrentWrite(open, performance.now());
    if (this.#rounds.ready() > 0) this.#startAfterTurn();
  }

  /** Starts the next round, now or after the delay that `GroupCommitDelay` sets. */
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
