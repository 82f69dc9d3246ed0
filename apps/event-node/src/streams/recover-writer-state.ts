import type { LogStore } from '../storage/log-store.js';
import type { StreamHead } from '../storage/stream-head.js';
import { GenerationalMap } from './generational-map.js';
import { RecentIds } from './recent-ids.js';
import type { WriterState } from './round.js';

export interface WriterMemory {
  readonly cachedHeads: number;
  readonly recentIds: number;
}

const PAGE = { events: 1_000, bytes: 16 * 1024 * 1024 };

/**
 * What the writer knows at a start: all from the last flushed transaction (event-node.md, section
 * 10).
 */
export const recoverWriterState = (store: LogStore, memory: WriterMemory): WriterState => {
  const last = store.lastPosition();
  return {
    store,
    heads: new GenerationalMap<StreamHead>(memory.cachedHeads),
    recentIds: recoverRecentIds(store, last, memory.recentIds),
    nextPosition: last + 1,
    nextStreamNumber: store.nextStreamNumber,
    lastCreated: store.event(last)?.created ?? 0,
  };
};

const recoverRecentIds = (store: LogStore, last: number, limit: number): RecentIds => {
  const ids = new RecentIds(limit);
  let from = Math.max(1, last - limit + 1);
  while (from <= last) {
    const events = store.events({ from, to: last }, PAGE);
    for (const event of events) ids.add(event.streamNumber, event.id, event.revision);
    from = (events.at(-1)?.position ?? last) + 1;
  }
  return ids;
};
