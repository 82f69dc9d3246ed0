import type { Pace } from '../worker-options.js';

interface TakenPage {
  readonly startedAt: number;
  readonly events: number;
}

/**
 * Delays the next page, so that more events share the fixed cost of a page, which is as high as the
 * cost of about fifteen events. Under load, pages therefore start at a fixed interval. With few
 * events, or while full pages are waiting, the next page follows at once.
 */
export class PageBatchingDelay {
  readonly #pace: Pick<Pace, 'gatherMs' | 'gatherEvents' | 'pageSize'>;
  #recent: TakenPage[] = [];

  constructor(pace: Pick<Pace, 'gatherMs' | 'gatherEvents' | 'pageSize'>) {
    this.#pace = pace;
  }

  /**
   * Returns the pause in milliseconds after a page of `events` events. `startedAt`, the time when
   * the page was taken, and `now` are times of `performance.now()`.
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
