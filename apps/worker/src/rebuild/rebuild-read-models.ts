import { connectEventStore, ledgerStreamPrefixes } from '#event-log';
import type { EventStore } from '#event-log';
import { PersonKeys, SealedCustomers } from '#personal-data';
import { ReadModelRebuild } from '#read-models';
import { pause } from '../pause.js';
import { prepareDatabase } from '../prepare-database.js';
import type { WorkerOptions } from '../worker-options.js';
import { LogReader } from './log-reader.js';
import type { RebuildProgress } from './rebuild-progress.js';

/** What a rebuild came to. */
export interface Rebuilt {
  /** Up to where in the log the read models now go. */
  readonly position: bigint;
  readonly events: number;
  readonly seconds: number;
}

export interface RebuildOptions extends WorkerOptions {
  readonly signal?: AbortSignal;
  /** Told with every page, and before each step. */
  readonly onProgress?: (progress: RebuildProgress) => void;
}

interface Work {
  readonly eventStore: EventStore;
  readonly log: LogReader;
  readonly rebuild: ReadModelRebuild;
  readonly tell: (step: RebuildProgress['step']) => void;
  readonly end: bigint;
}

/**
 * Builds the read models anew beside those that serve and puts them in their place. Reads and the worker go on
 * meanwhile. Resolves when the new ones serve; whatever it throws, also when the signal is aborted, the old ones are as
 * they were. Throws `EventStoreUnavailable` when there is nothing to build from, `RebuildRunning` when another rebuild
 * is under way, and `RebuildStalled` when nothing comes any more.
 */
export const rebuildReadModels = async (options: RebuildOptions): Promise<Rebuilt> => {
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1_000;
  const eventStore = connectEventStore(options.eventStoreUrl);
  const log = new LogReader(eventStore, options.signal ?? new AbortController().signal);
  try {
    const end = await endOfLog(eventStore);
    await prepareDatabase(options);
    const tell = (step: RebuildProgress['step']): void => {
      const { position, events } = log;
      options.onProgress?.({ step, events, position, end, seconds: seconds() });
      options.signal?.throwIfAborted();
    };
    const rebuild = await ReadModelRebuild.begin(
      { connectionString: options.databaseUrl },
      { customers: new SealedCustomers(new PersonKeys(options.secretKey)) },
    );
    const cancel = (): void => void rebuild.cancel();
    options.signal?.addEventListener('abort', cancel);
    try {
      await perform({ eventStore, log, rebuild, tell, end });
    } catch (error) {
      options.signal?.throwIfAborted();
      throw error;
    } finally {
      options.signal?.removeEventListener('abort', cancel);
      await rebuild.end();
    }
    return { position: log.position, events: log.events, seconds: seconds() };
  } finally {
    await log.close();
    await eventStore.dispose();
  }
};

const perform = async ({ eventStore, log, rebuild, tell, end }: Work): Promise<void> => {
  await log.readTo(end, async (page) => {
    tell('loading');
    await rebuild.load(page);
  });
  tell('indexing');
  await rebuild.index();
  tell('switching');
  const follow = async (): Promise<void> =>
    log.readTo(await endOfLog(eventStore), (page) => rebuild.follow(page));
  // Most of what came meanwhile, so that little is left to do while the worker waits for the switch.
  await follow();
  await follow();
  const unending = new AbortController().signal;
  await rebuild.switch({ catchUp: follow, pause: (ms) => pause(ms, unending) });
};

/** Position of the last event that read models are made from; -1 if there is none. No clock tells what stands in the log. */
const endOfLog = async (eventStore: EventStore): Promise<bigint> =>
  (await eventStore.lastPosition(...ledgerStreamPrefixes)) ?? -1n;
