const firstDelayMs = 100;
const mostDelayMs = 2_000;
/** Deaths this recent lengthen the wait. */
const backoffWindowMs = 30_000;
/** Wide enough for more than `mostDeaths` deaths with the longest wait and a start between each two. */
const givingUpWindowMs = 5 * 60_000;
/** Deaths within that window after which a part that does start is given up. */
const mostDeaths = 50;
/** Starts in a row that may fail. */
const mostFailedStarts = 8;

/**
 * When a part that died is started again. The first restart is quick; each further death within half a minute doubles
 * the wait; a part that keeps dying, or does not get ready several times in a row, is given up.
 */
export class RestartPolicy {
  private deaths: number[] = [];
  private failedStarts = 0;

  /** Milliseconds to wait before the next start, or `undefined` to give the part up. */
  afterDeath(wasReady: boolean, nowMs: number): number | undefined {
    this.deaths = [...this.deaths.filter((at) => at > nowMs - givingUpWindowMs), nowMs];
    this.failedStarts = wasReady ? 0 : this.failedStarts + 1;
    if (this.deaths.length > mostDeaths || this.failedStarts > mostFailedStarts) return undefined;
    const recent = this.deaths.filter((at) => at > nowMs - backoffWindowMs).length;
    return Math.min(firstDelayMs * 2 ** (recent - 1), mostDelayMs);
  }
}
