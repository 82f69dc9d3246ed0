import type { Pace } from '../pace.js';

interface Taken {
  readonly startedAt: number;
  readonly events: number;
}

/**
 * How long to let events gather before the next page is taken. A page costs about as much as fifteen events whatever it
 * holds, and a reader that takes what there is at once takes many small ones. So under load pages start at a fixed
 * distance; when few events come, and while there are full pages to catch up on, the next is taken at once.
 */
export class Gathering {
  private recent: Taken[] = [];

  constructor(private readonly pace: Pick<Pace, 'gatherMs' | 'gatherEvents' | 'pageSize'>) {}

  /** After a page that was taken at `startedAt`; both by `performance.now()`, milliseconds. */
  pauseMs(startedAt: number, events: number, now = performance.now()): number {
    const { gatherMs, gatherEvents, pageSize } = this.pace;
    this.recent = this.recent.filter((page) => page.startedAt > startedAt - gatherMs);
    this.recent.push({ startedAt, events });
    const load = this.recent.reduce((sum, page) => sum + page.events, 0);
    if (events >= pageSize || load < gatherEvents) return 0;
    return Math.max(0, startedAt + gatherMs - now);
  }
}
