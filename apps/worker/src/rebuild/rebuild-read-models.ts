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

export interface Rebuilt {
  /** The position up to which the new read models have applied the log. */
  readonly position: bigint;
  readonly events: number;
  readonly seconds: number;
  /** Number of damaged streams, which could not be read or applied. */
  readonly damagedStreams: number;
}

export interface RebuildOptions extends WorkerOptions {
  readonly signal?: AbortSignal;
  /**
   * Number of parts into which the log is divided, each loaded by a thread. The default depends on
   * the length of the log and the number of cores.
   */
  readonly parts?: number;
  /**
   * Called after every page (batch of events) that was applied, and before each step of the
   * rebuild.
   */
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/**
 * Builds new read models beside the current ones, and then replaces the current ones. Reads and the
 * worker continue during the rebuild. Resolves when the new read models are in use. After an error
 * or an abort, the old read models are unchanged.
 *
 * Throws `EventStoreUnavailable` if the log cannot be read, `RebuildRunning` during another
 * rebuild, and `RebuildStalled` if no event arrives. An error from a thread keeps its name, but not
 * its class.
 */
export const rebuildReadModels = async (options: RebuildOptions): Promise<Rebuilt> => {
  try {
    return await rebuild(options, { isCareful: false });
  } catch (error) {
    if (!isPageRefused(error)) throw error;
    // PostgreSQL refused a whole batch of events of the fast load because of one event. The rebuild
    // starts again without the fast load. The projection then finds that event and leaves out only
    // the rest of the event's stream, but takes several times as long.
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
    const built = await buildModels(options, eventStore, { end, signal, tell });
    return { ...built, seconds: seconds() };
  } finally {
    await eventStore.dispose();
  }
};

/** Loads and indexes the new read models, and puts them into use. */
const buildModels = async (
  options: RebuildOptions,
  eventStore: EventStore,
  { end, signal, tell }: Loading,
): Promise<Omit<Rebuilt, 'seconds'>> => {
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
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    await models.end();
  }
};

/**
 * Sets the positions of webhooks and of log consumers back if they are beyond the end of the log.
 * After an older backup of the log was restored, the log can be shorter than before. Returns the
 * number of damaged streams.
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

/**
 * The newest event of the log, by which a worker later recognises that its log is still the same.
 */
const markAt = async (eventStore: EventStore, end: bigint): Promise<LogMark | undefined> => {
  const event = end < 0n ? undefined : await eventStore.eventAt(end);
  return event?.position?.commit === end ? markOf(event, end) : undefined;
};

interface Loading {
  readonly end: bigint;
  readonly signal: AbortSignal;
  readonly tell: (step: RebuildProgress['step'], progress: LoadProgress) => void;
}

/** Loads the log up to `end`, the end of the log when the rebuild started. */
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

/** Brings the new tables to the end of the log, then puts the new tables into use. */
const follow = async (
  eventStore: EventStore,
  models: ReadModelRebuild,
  stretch: { readonly after: bigint; readonly signal: AbortSignal },
): Promise<LoadProgress> => {
  const log = new LogReader(eventStore, stretch);
  try {
    const catchUp = async (): Promise<void> =>
      log.readTo(await endOfLog(eventStore), (page) => models.follow(page));
    // Applies most of the new events before the switch, so that the switch delays the worker only a
    // short time.
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

/** Position of the newest event from which read models are made; -1 if there is none. */
const endOfLog = async (eventStore: EventStore): Promise<bigint> =>
  (await eventStore.lastPosition(ledgerStreams)) ?? -1n;

export interface RebuildProgress {
  readonly step: 'loading' | 'indexing' | 'switching';
  /** Number of events of orders read so far. */
  readonly events: number;
  /** The position read so far; `end` is the end of the log when the rebuild started. */
  readonly position: bigint;
  readonly end: bigint;
  /** Seconds since the rebuild started. */
  readonly seconds: number;
}
