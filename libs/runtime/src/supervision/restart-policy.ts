/** A part that was ready and lived this long has recovered: its next death is a new one. */
export const settledMs = 30_000;

const firstDelayMs = 100;
/** Up to this many deaths, or failed starts, in a row: whatever a part needs may come back at any moment. */
const quickDeathsMax = 50;
const quickFailedStartsMax = 8;
const quickDelayMsMax = 2_000;
/** Beyond them: nothing is ever given up, but a part that keeps dying must not take the others' time. */
const slowDelayMsMax = 30_000;
/** From here on an operator should know. */
const failingDeathsMin = 5;

/** How one run of a part went. */
export interface Life {
  readonly wasReady: boolean;
  readonly livedMs: number;
}

/**
 * When a part that died is started again. The first restart is quick; each further death in a row doubles the wait, up to
 * two seconds and later up to half a minute. A part is never given up: the others serve without it meanwhile.
 */
export class RestartPolicy {
  #deaths = 0;
  #failedStarts = 0;

  /** Deaths since the part last worked for a while. */
  get deaths(): number {
    return this.#deaths;
  }

  /** Whether the part keeps dying. */
  get isFailing(): boolean {
    return this.#deaths >= failingDeathsMin;
  }

  /** Milliseconds to wait before the next start. */
  afterDeath({ wasReady, livedMs }: Life): number {
    if (wasReady && livedMs >= settledMs) this.settled();
    this.#deaths += 1;
    this.#failedStarts = wasReady ? 0 : this.#failedStarts + 1;
    const slow = Math.max(this.#deaths - quickDeathsMax, this.#failedStarts - quickFailedStartsMax);
    return slow > 0
      ? doubled(quickDelayMsMax, slow, slowDelayMsMax)
      : doubled(firstDelayMs, this.#deaths - 1, quickDelayMsMax);
  }

  /** The part works again. */
  settled(): void {
    this.#deaths = 0;
    this.#failedStarts = 0;
  }
}

const doubled = (ms: number, times: number, msMax: number): number =>
  Math.min(ms * 2 ** Math.min(times, 30), msMax);
