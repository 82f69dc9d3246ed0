import type { Pace } from '../worker-options.js';

interface TakenPage {
  readonly startedAt: number;
  readonly events: number;
}

/**
 * Delays the next page (batch of events) of the log under load, so that it contains more events.
 * Each page has a fixed cost, which equals the cost of about fifteen events. Under load, pages
 * start at a fixed interval. With few events, or if the last page was full, the next page follows
 * at once.
 */
export class PageBatchingDelay {
  readonly #pace: Pick<Pace, 'gatherMs' | 'gatherEvents' | 'pageSize'>;
  #recent: TakenPage[] = [];

  constructor(pace: Pick<Pace, 'gatherMs' | 'gatherEvents' | 'pageSize'>) {
    this.#pace = pace;
  }

  /**
   * Returns the pause in milliseconds after a page (batch) of `events` events. `startedAt`, the
   * time when the page was taken, and `now` are times of `performance.now()`.
   */
  pauseMs(startedAt: number, events: number, now = performance.now()): number {
    const { gatherMs, gatherEvents, pageSize } = this.#pace;
    this.#recent = this.#recent.filter((page) => page.startedAt > startedAt - gatherMs);
    this.#recent.push({ startedAt, events });
    const load = this.#recent.reduce((sum, page) => sum + page.events, 0);
    if (events >= pageSize || load < gatherEvents) return 0;
    return Math.max(0, startedAt + gatherMs - now);
  }
}
