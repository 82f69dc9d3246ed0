import type { LogStore } from '../storage/log-store.js';
import { RecentIds } from './recent-ids.js';
import type { WriterState } from './round.js';
import { RecordSlab } from './round-bytes.js';

export interface WriterMemory {
  readonly recentIds: number;
}

/** What the writer knows at a start: all from the log (event-node.md, section 10). */
export const recoverWriterState = (store: LogStore, memory: WriterMemory): WriterState => ({
  store,
  recentIds: recoverRecentIds(store, memory),
  end: store.end,
  nextStreamNumber: store.nextStreamNumber,
  lastCreated: store.lastPosition === 0 ? 0 : store.event(store.lastPosition).created,
  slab: new RecordSlab(),
});

const recoverRecentIds = (store: LogStore, memory: WriterMemory): RecentIds => {
  const ids = new RecentIds(memory.recentIds);
  store.visitRecentIds((streamNumber, id, revision) => {
    ids.add(streamNumber, id, revision);
  });
  return ids;
};
