/** A delayed round starts at most this much later. */
const delayMsMax = 3;
/** A round with this many writes starts at once: more would not make it much cheaper. */
const writesEnough = 16;
/** A delay that collects fewer writes than this is not repeated for a while. */
const writesWorthwhile = 3;
const pauseMs = 250;
/** This many concurrent writes within this time are a reason to try a delay. */
const crowdWrites = 8;
const crowdMs = 20;
/** The highest number of open writes is remembered for at least this long. */
const peakMs = 100;

/**
 * Decides how long a round waits for more writes. A write to the disk, the wake-ups after it and
 * its answers cost the same for one write as for ten, so a round waits a moment while many callers
 * write at once. It starts as soon as it has as many writes as there were lately: a few callers who
 * each wait for their answer lose nothing, and a single caller never waits. Times are milliseconds
 * of `performance.now()`.
 */
export class GroupCommitDelay {
  #crowd = 0;
  #crowdSince = 0;
  #isWorthwhile = false;
  #notBefore = 0;
  #peak = 0;
  #peakBefore = 0;
  #peakSince = 0;

  /** A write came while others had no answer yet; `open` is their number, this one included. */
  noteConcurrentWrite(open: number, now: number): void {
    this.#notePeak(open, now);
    if (now - this.#crowdSince > crowdMs) {
      this.#crowd = 0;
      this.#crowdSince = now;
    }
    this.#crowd += 1;
    if (this.#crowd >= crowdWrites && now >= this.#notBefore) this.#isWorthwhile = true;
  }

  /** The time that a round with this many writes may wait for more. */
  delayMs(writes: number): number {
    const all = Math.min(writesEnough, Math.max(this.#peak, this.#peakBefore));
    return this.#isWorthwhile && writes < all ? delayMsMax : 0;
  }

  /** A round has waited to the end of its delay and starts with this many writes. */
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
  /** The number of writes that the next round has; 0 while another round is being written. */
  ready(): number;
  start(): void;
}

/** Starts rounds: after the writes of a turn of the event loop, or later by `GroupCommitDelay`. */
export class RoundTimer {
  readonly #rounds: RoundSource;
  readonly #delay = new GroupCommitDelay();
  #isScheduled = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(rounds: RoundSource) {
    this.#rounds = rounds;
  }

  /** A write was queued; `open` is the number of those without an answer, this one included. */
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
