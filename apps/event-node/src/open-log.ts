import type { NodeLimits } from './node-limits.js';
import { DurablePosition } from './reading/durable-position.js';
import { LogTail } from './reading/log-tail.js';
import { ByteBudget } from './byte-budget.js';
import type { NodeCore } from './services/node-core.js';
import { DirectoryLock } from './storage/directory-lock.js';
import { LogDamaged } from './storage/log-damaged.js';
import { logDirectoryOf } from './storage/log-directory.js';
import { LogIncomplete, StartRefused } from './storage/log-incomplete.js';
import { LogStore } from './storage/log-store.js';
import { prepareNewLog } from './streams/prepare-new-log.js';
import { recoverWriterState } from './streams/recover-writer-state.js';
import { Writer } from './streams/writer.js';

/** The log of a node, held for it alone until released. */
export interface OpenLog {
  readonly core: NodeCore;
  release(): Promise<void>;
}

/** Opens the log of a data directory, made if missing. A failure leaves nothing held. */
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
