/**
 * A process that was ready and has lived for this time, in milliseconds, has recovered: its next
 * death counts as the first.
 */
export const settledMs = 30_000;

const firstDelayMs = 100;
/**
 * The number of deaths in a row after which the delays between restarts get long. Until then
 * restarts are quick, since the cause may go away at any moment.
 */
const quickDeathsMax = 50;
const quickFailedStartsMax = 8;
const quickDelayMsMax = 2_000;
/**
 * The longest delay once restarts are slow, so that a process that keeps dying does not take CPU
 * time from the other processes.
 */
const slowDelayMsMax = 30_000;
/** After this number of deaths in a row, an operator is informed. */
const failingDeathsMin = 5;

/** The facts about one run of a process that decide when it is started again. */
export interface Life {
  readonly wasReady: boolean;
  readonly livedMs: number;
}

/**
 * Decides how long to wait before a dead process is started again. The first restart is quick. Each
 * further death in a row doubles the delay, up to two seconds and later up to half a minute.
 * Restarts never end, because the other processes go on meanwhile.
 */
export class RestartPolicy {
  #deaths = 0;
  #failedStarts = 0;

  /** The number of deaths since the process last worked for a while. */
  get deaths(): number {
    return this.#deaths;
  }

  /** True if the process has died several times in a row. */
  get isFailing(): boolean {
    return this.#deaths >= failingDeathsMin;
  }

  /** Records a death; returns the milliseconds to wait before the next start. */
  afterDeath({ wasReady, livedMs }: Life): number {
    if (wasReady && livedMs >= settledMs) this.settled();
    this.#deaths += 1;
    this.#failedStarts = wasReady ? 0 : this.#failedStarts + 1;
    const slow = Math.max(this.#deaths - quickDeathsMax, this.#failedStarts - quickFailedStartsMax);
    return slow > 0
      ? doubled(quickDelayMsMax, slow, slowDelayMsMax)
      : doubled(firstDelayMs, this.#deaths - 1, quickDelayMsMax);
  }

  /**
   * Must be called once the process works again, so that its next death counts as the first one.
   */
  settled(): void {
    this.#deaths = 0;
    this.#failedStarts = 0;
  }
}

const doubled = (ms: number, times: number, msMax: number): number =>
  Math.min(ms * 2 ** Math.min(times, 30), msMax);
