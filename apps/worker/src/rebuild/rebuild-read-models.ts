import {
  connectEventStore,
  type EventStore,
  ledgerStreams,
  type LogMark,
  markOf,
} from '#event-log';
import { PersonKeys, SealedCustomers } from '#personal-data';
import { damagedStreamsCount, ReadModelRebuild } from '#read-models';
import { endOutboxAt } from '#webhooks';
import { endCheckpointsAt } from '../consumers/postgres-checkpoint.js';
import { openWorkerPool, prepareDatabase } from '../connections/database.js';
import type { WorkerOptions } from '../worker-options.js';
import { pause } from '#runtime';
import { isPageRefused, type LoadProgress } from './load-partition.js';
import { loadPartitions, partitioningOf } from './load-partitions.js';
import { LogReader } from './log-reader.js';

/** What a rebuild came to. */
export interface Rebuilt {
  /** Up to where in the log the read models now go. */
  readonly position: bigint;
  readonly events: number;
  readonly seconds: number;
  /** Number of streams that could not be read or applied, and were set aside. */
  readonly damagedStreams: number;
}

export interface RebuildOptions extends WorkerOptions {
  readonly signal?: AbortSignal;
  /**
   * Into how many parts the log is divided, each read by a thread; default by its length and the
   * cores there are.
   */
  readonly parts?: number;
  /** Told with every page, and before each step. */
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/**
 * Builds the read models anew beside those that serve and puts them in their place. Reads and the
 * worker go on meanwhile. Resolves when the new ones serve; whatever it throws, also when the
 * signal is aborted, the old ones are as they were. Throws `EventStoreUnavailable` when there is
 * nothing to build from, `RebuildRunning` when another rebuild is under way, and `RebuildStalled`
 * when nothing comes any more; what a thread throws has its class's name only.
 */
export const rebuildReadModels = async (options: RebuildOptions): Promise<Rebuilt> => {
  try {
    return await rebuild(options, { isCareful: false });
  } catch (error) {
    if (!isPageRefused(error)) throw error;
    // One event is at fault. The projection finds out which, and sets its stream aside; that takes
    // several times as long.
    return rebuild(options, { isCareful: true });
  }
};

const rebuild = async (
  options: RebuildOptions,
  { isCareful }: { readonly isCareful: boolean },
): Promise<Rebuilt> => {
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1_000;
  const signal = options.signal ?? new AbortController().signal;
  const eventStore = connectEventStore(options.eventStoreUrl);
  try {
    const end = isCareful ? -1n : await endOfLog(eventStore);
    await prepareDatabase(options);
    const tell = (step: RebuildProgress['step'], progress: LoadProgress): void => {
      options.onProgress?.({ ...progress, step, end, seconds: seconds() });
      signal.throwIfAborted();
    };
    const models = await ReadModelRebuild.begin(
      { connectionString: options.databaseUrl },
      { customers: new SealedCustomers(new PersonKeys(options.secretKey)) },
    );
    const cancel = (): void => void models.cancel();
    signal.addEventListener('abort', cancel);
    try {
      tell('loading', { events: 0, position: -1n });
      const loading = AbortSignal.any([signal, models.lost]);
      const loaded = await load(options, { end, signal: loading, tell });
      tell('indexing', loaded);
      await models.index(end, await markAt(eventStore, end));
      tell('switching', loaded);
      const followed = await follow(eventStore, models, { after: end, signal });
      const damagedStreams = await forgetWhatIsGone(options, eventStore);
      return {
        damagedStreams,
        position: followed.position,
        events: loaded.events + followed.events,
        seconds: seconds(),
      };
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      await models.end();
    }
  } finally {
    await eventStore.dispose();
  }
};

/**
 * The log may be an older one that was restored: webhooks and consumers are set back to its end.
 * Returns the number of streams that the rebuild has set aside.
 */
const forgetWhatIsGone = async (
  options: RebuildOptions,
  eventStore: EventStore,
): Promise<number> => {
  const pool = openWorkerPool(options);
  try {
    const client = await pool.connect();
    try {
      const end = (await eventStore.lastPosition()) ?? -1n;
      await endOutboxAt(client, end);
      await endCheckpointsAt(client, end);
      return await damagedStreamsCount(client);
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
};

/** By what the log is known again. */
const markAt = async (eventStore: EventStore, end: bigint): Promise<LogMark | undefined> => {
  const event = end < 0n ? undefined : await eventStore.eventAt(end);
  return event?.position?.commit === end ? markOf(event, end) : undefined;
};

interface Loading {
  readonly end: bigint;
  readonly signal: AbortSignal;
  readonly tell: (step: RebuildProgress['step'], progress: LoadProgress) => void;
}

/** Loads all that stood in the log at the start. */
const load = async (
  { databaseUrl, eventStoreUrl, secretKey, parts }: RebuildOptions,
  { end, signal, tell }: Loading,
): Promise<LoadProgress> =>
  loadPartitions({ databaseUrl, eventStoreUrl, secretKey, end }, partitioningOf(end, parts), {
    signal,
    onProgress: (progress) => {
      tell('loading', progress);
    },
  });

/** Brings the new tables to the end of the log, and switches. */
const follow = async (
  eventStore: EventStore,
  models: ReadModelRebuild,
  stretch: { readonly after: bigint; readonly signal: AbortSignal },
): Promise<LoadProgress> => {
  const log = new LogReader(eventStore, stretch);
  try {
    const catchUp = async (): Promise<void> =>
      log.readTo(await endOfLog(eventStore), (page) => models.follow(page));
    // Most of what came meanwhile, so that little is left to do while the worker waits for the
    // switch.
    await catchUp();
    await catchUp();
    const unending = new AbortController().signal;
    const position = await models.switch({
      catchUp,
      endOfLog: async () => (await eventStore.lastPosition()) ?? -1n,
      pause: (ms) => pause(ms, unending),
    });
    return { events: log.events, position };
  } finally {
    await log.close();
  }
};

/** Position of the last event that read models are made from; -1 if there is none. */
const endOfLog = async (eventStore: EventStore): Promise<bigint> =>
  (await eventStore.lastPosition(ledgerStreams)) ?? -1n;

/** How far a rebuild is. */
export interface RebuildProgress {
  readonly step: 'loading' | 'indexing' | 'switching';
  /** Events of orders read so far. */
  readonly events: number;
  /** Up to where the log is read, and where it ended at the start. */
  readonly position: bigint;
  readonly end: bigint;
  /** Since the start. */
  readonly seconds: number;
}
