/**
 * A process that was ready and has lived this long has recovered: its next death counts as the
 * first.
 */
export const settledMs = 30_000;

const firstDelayMs = 100;
/**
 * Number of deaths in a row with quick restarts, since what the process lacks may come back at any
 * moment.
 */
const quickDeathsMax = 50;
const quickFailedStartsMax = 8;
const quickDelayMsMax = 2_000;
/**
 * Longest delay after that many deaths: a process that keeps dying must not take the others' time.
 */
const slowDelayMsMax = 30_000;
/** From this number of deaths on an operator should know. */
const failingDeathsMin = 5;

/** The course of one run of a process. */
export interface Life {
  readonly wasReady: boolean;
  readonly livedMs: number;
}

/**
 * Decides when a dead process is started again. The first restart is quick; each further death in a
 * row doubles the delay, up to two seconds and later up to half a minute. Restarts never end: the
 * others serve without it meanwhile.
 */
export class RestartPolicy {
  #deaths = 0;
  #failedStarts = 0;

  /** Number of deaths since the process last worked for a while. */
  get deaths(): number {
    return this.#deaths;
  }

  /** True if the process keeps dying. */
  get isFailing(): boolean {
    return this.#deaths >= failingDeathsMin;
  }

  /** Returns the milliseconds to wait before the next start. */
  afterDeath({ wasReady, livedMs }: Life): number {
    if (wasReady && livedMs >= settledMs) this.settled();
    this.#deaths += 1;
    this.#failedStarts = wasReady ? 0 : this.#failedStarts + 1;
    const slow = Math.max(this.#deaths - quickDeathsMax, this.#failedStarts - quickFailedStartsMax);
    return slow > 0
      ? doubled(quickDelayMsMax, slow, slowDelayMsMax)
      : doubled(firstDelayMs, this.#deaths - 1, quickDelayMsMax);
  }

  /** To be called once the process works again. */
  settled(): void {
    this.#deaths = 0;
    this.#failedStarts = 0;
  }
}

const doubled = (ms: number, times: number, msMax: number): number =>
  Math.min(ms * 2 ** Math.min(times, 30), msMax);
