import {
  connectEventStore,
  type EventStore,
  type LogPartition,
  partitionOfLedgerStreams,
  type StreamSelection,
} from '#event-log';
import { PersonKeys, SealedCustomers } from '#personal-data';
import { isRefusedByDatabase, type ProjectionPage, ShadowLoad } from '#read-models';
import type { SecretKeyRing } from '#runtime';
import { LogReader } from './log-reader.js';

/** The part of the log that one thread has to load; sent to the thread as a message. */
export interface PartitionToLoad extends LogPartition {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly secretKey: SecretKeyRing;
  /** The position in the log up to which this thread loads its part, inclusive. */
  readonly end: bigint;
  readonly heldRowsMax: number;
}

export interface LoadProgress {
  readonly events: number;
  /** The position in the log up to which the thread has read. */
  readonly position: bigint;
}

export interface LoadOptions {
  readonly signal: AbortSignal;
  /** Called after every page (batch of events) that was loaded. */
  readonly onProgress: (progress: LoadProgress) => void;
}

/** Loads a part of the log into the tables of the current rebuild. */
export type LoadPartition = (part: PartitionToLoad, loading: LoadOptions) => Promise<void>;

export const loadPartition: LoadPartition = async (part, { signal, onProgress }) => {
  const streams = partitionOfLedgerStreams(part);
  const eventStore = connectEventStore(part.eventStoreUrl);
  const log = new LogReader(eventStore, { streams, signal });
  try {
    const end = await endOfPartition(eventStore, streams, part.end);
    const load = await ShadowLoad.open(
      { connectionString: part.databaseUrl },
      {
        heldRowsMax: part.heldRowsMax,
        customers: new SealedCustomers(new PersonKeys(part.secretKey)),
      },
    );
    try {
      let events = 0;
      await log.readTo(end, async (page) => {
        const loaded = upTo(part.end, page);
        await load.apply(loaded);
        events += loaded.events.length;
        onProgress({ events, position: page.position });
      });
      await load.finish();
    } catch (error) {
      if (isRefusedByDatabase(error)) throw new PageRefused(error.message);
      throw error;
    } finally {
      await load.end();
    }
  } finally {
    await log.close().finally(async () => eventStore.dispose());
  }
};

/**
 * The position at which a thread has loaded its part of the log completely: the last event of the
 * part, at most `end`. The part may have no events near the end of the log, so the load must not
 * wait for `end` itself.
 */
const endOfPartition = async (
  eventStore: EventStore,
  streams: StreamSelection,
  end: bigint,
): Promise<bigint> => {
  const last = (await eventStore.lastPosition(streams)) ?? -1n;
  return last < end ? last : end;
};

const upTo = (
  end: bigint,
  { events, settlements = [], damages = [], position }: ProjectionPage,
): Required<Pick<ProjectionPage, 'events' | 'settlements' | 'damages'>> =>
  position <= end
    ? { events, settlements, damages }
    : {
        events: events.filter((event) => event.position <= end),
        settlements: settlements.filter((event) => event.position <= end),
        damages: damages.filter((damage) => damage.position <= end),
      };

/**
 * Thrown if PostgreSQL refuses the values of an event. Callers recognise the error by its name,
 * because an error that comes from a thread has lost its class.
 */
export class PageRefused extends Error {
  override readonly name = 'PageRefused';
}

export const isPageRefused = (error: unknown): boolean =>
  error instanceof Error && error.name === 'PageRefused';
