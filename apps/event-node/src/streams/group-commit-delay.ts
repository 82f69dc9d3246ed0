/** The delay of a round that waits for more writes. */
const delayMsMax = 3;
/** The number of writes with which a round starts at once: more would save little. */
const writesEnough = 16;
/**
 * The number of writes that a delay must collect. After one that collected fewer, rounds are not
 * delayed for `pauseMs`.
 */
const writesWorthwhile = 3;
const pauseMs = 250;
/** The number of concurrent writes within `crowdMs` after which rounds are delayed. */
const crowdWrites = 8;
const crowdMs = 20;
/** The time for which the highest number of unanswered writes is remembered. */
const peakMs = 100;

/**
 * Decides how long a round waits for more writes. Flushing a round costs about the same for one
 * write as for ten, so a round waits a moment while many callers write at once. It starts early
 * once it has as many writes as recently waited for an answer at the same time: then no more can
 * come, because each caller waits for its answer. A single caller never waits. Times are
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
   * Notes a write that came while others had no answer yet. `open` is the number of all of them.
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

  /** Returns how long a round that has this many writes waits for more. */
  delayMs(writes: number): number {
    const all = Math.min(writesEnough, Math.max(this.#peak, this.#peakBefore));
    return this.#isWorthwhile && writes < all ? delayMsMax : 0;
  }

  /** Notes that a round waited for its whole delay, and has this many writes now. */
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
  /** Returns the number of writes in the next round; 0 while another round is being written. */
  ready(): number;
  start(): void;
}

/**
 * Starts rounds: at the end of a turn of the event loop, or after the delay of `GroupCommitDelay`.
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
   * Notes that a write was queued. `open` is the number of writes without an answer, this one
   * included.
   */
  noteWrite(open: number): void {
    if (open > 1) this.#delay.noteConcurrentWrite(open, performance.now());
    if (this.#rounds.ready() > 0) this.#startAfterTurn();
  }

  /** Starts the next round now, or after its delay. */
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
