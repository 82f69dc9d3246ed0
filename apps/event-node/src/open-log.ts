import { LogDamaged } from './model/faults.js';
import { ByteBudget, type NodeLimits } from './model/node-limits.js';
import { metadataStreamOf } from './model/stream.js';
import type { WriteOutcome } from './model/requests.js';
import { DurablePosition, LogTail } from './reading/durable-position.js';
import type { NodeCore } from './services/node-core.js';
import { DiskFull, LogIncomplete, StartRefused } from './storage/log/faults.js';
import { DirectoryLock, logDirectoryOf } from './storage/log/log-directory.js';
import { LogStore } from './storage/log-store.js';
import { metadataEvent } from './streams/apply-write.js';
import { RecentIds } from './streams/recent-ids.js';
import { RecordSlab, type WriterState } from './streams/round.js';
import { Writer } from './streams/writer.js';

/**
 * The log that a node has opened. No second node can open the same log until `release` was called.
 */
export interface OpenLog {
  readonly core: NodeCore;
  release(): Promise<void>;
}

/**
 * Opens the log of a data directory, and makes the directory if it is missing. After a failure
 * nothing stays open or locked.
 */
export const openLog = async (dataDir: string, limits: NodeLimits): Promise<OpenLog> => {
  const directory = logDirectoryOf(dataDir);
  const lock = await DirectoryLock.take(directory);
  try {
    const store = await LogStore.open(directory, limits);
    const release = async (): Promise<void> => {
      await store.close();
      await lock.release();
    };
    return { core: await coreOf(store, limits), release };
  } catch (error) {
    await lock.release();
    const isRefused = error instanceof LogDamaged || error instanceof LogIncomplete;
    throw isRefused ? new StartRefused(directory, error) : error;
  }
};

const coreOf = async (store: LogStore, limits: NodeLimits): Promise<NodeCore> => {
  try {
    const durable = new DurablePosition(
      store.lastPosition,
      new LogTail(limits.tailBytesMax, store.lastPosition),
    );
    const writer = new Writer(recoverWriterState(store, limits), durable, limits);
    await prepareNewLog(store, writer);
    const budget = new ByteBudget(limits.heldBytesMax);
    return { store, durable, writer, limits, budget, subscriptions: { open: 0 } };
  } catch (error) {
    await store.close();
    throw error;
  }
};

interface WriterMemory {
  readonly recentIds: number;
}

/**
 * Restores the state of the writer when a node starts. Everything comes from the log, because the
 * writer stores nothing else (event-node.md, "Durability").
 */
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

const settingsStream = '$settings';
const settingsMetadata = Buffer.from(
  JSON.stringify({
    $acl: { $r: '$all', $w: '$admins', $d: '$admins', $mr: '$all', $mw: '$admins' },
  }),
);

/**
 * Writes the metadata of the stream `$settings` as the first event of a new log, because clients
 * expect a log to contain a system event.
 */
const prepareNewLog = async (store: LogStore, writer: Writer): Promise<void> => {
  if (store.lastPosition > 0) return;
  const written = new Promise<WriteOutcome>((settle) => {
    writer.submit({
      kind: 'append',
      streamName: metadataStreamOf(settingsStream),
      expected: 'no_stream',
      events: [metadataEvent(settingsMetadata)],
      bytes: settingsMetadata.length,
      settle,
    });
  });
  const { kind } = await Promise.race([written, writer.failed]);
  if (kind !== 'written') throw new DiskFull('A new log cannot be begun.');
};
