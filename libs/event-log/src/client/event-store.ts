import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  NO_STREAM,
  START,
  streamNameFilter,
  WrongExpectedVersionError,
  type AllStreamSubscription,
  type BinaryEventData,
  type Filter,
  type Position,
} from '@eventstore/db-client';
import { Semaphore, withTimeout } from '#runtime/async';
import { EventStoreRefused, type LedgerFault, TooManyWaiting, UnreadableEvent } from '../faults.js';
import { faultOf, isDeletedStream } from './fault-of.js';
import { beforeTheLog, type JsonEvent, type StoredEvent } from './stored-event.js';
import { defaultEventStoreOptions, type EventStoreOptions } from './event-store-options.js';
import type { Reachability } from './reachability.js';
import { LastPositions } from './last-positions.js';
import { readPage } from './read-page.js';
import type { StreamSelection } from '../streams.js';

/** Events to append to a stream at exactly one revision. */
export interface Append {
  readonly streamId: string;
  readonly events: readonly JsonEvent[];
  /** Revision of the first event: the next one of the stream, 0 if there is no stream. */
  readonly firstRevision: number;
}

export type Appended =
  | { readonly kind: 'written'; readonly revision: number; readonly position: bigint | undefined }
  | { readonly kind: 'wrong revision' };

export interface StreamRead {
  readonly streamId: string;
  readonly fromRevision: number;
  readonly eventsMax: number;
}

/** A stretch of the whole log. */
export interface LogRead {
  /** Exclusive; `beforeTheLog` (-1) reads from the first event on. */
  readonly after: bigint;
  /** At least 2: the event at `after` may be read once more. */
  readonly eventsMax: number;
}

export interface FollowOptions {
  /** Exclusive. */
  readonly after: bigint;
  readonly streams: Pick<StreamSelection, 'filter'>;
  readonly bufferedMax: number;
  readonly onCheckpoint: (subscription: AllStreamSubscription, position: bigint) => void;
}

/**
 * A checkpoint comes after each 32 × 32 scanned events, so that the position of a consumer without
 * events moves too.
 */
const checkpointInterval = 32;
/**
 * Reads from the leader only. A follower may lack events that the leader has acknowledged; with
 * this option it refuses, names the leader, and the client goes there.
 */
const fromLeader = { requiresLeader: true } as const;

const filterOf = (
  { filter }: Pick<StreamSelection, 'filter'>,
  onCheckpoint: FollowOptions['onCheckpoint'],
): Filter => {
  const telling = {
    checkpointInterval,
    checkpointReached: (subscription: AllStreamSubscription, { commit }: Position) => {
      onCheckpoint(subscription, commit);
    },
  };
  // The types of the client take each kind of filter by itself, not their union.
  return 'regex' in filter
    ? streamNameFilter({ ...filter, ...telling })
    : streamNameFilter({ ...filter, ...telling });
};

/** The event as bytes; the guard of the batch call has it stored as JSON. */
const asBytes = (event: JsonEvent): BinaryEventData => ({
  ...event,
  contentType: 'application/octet-stream',
});

const deletedStream = (streamId: string, revision: number): UnreadableEvent =>
  new UnreadableEvent({ streamId, revision, type: '$streamDeleted' }, 'the stream was deleted');

/**
 * The process's connection to the event store, and the only code that calls the client. Each
 * operation has a time limit, their number is bounded, and a failure is thrown as a `LedgerFault`.
 */
export class EventStore {
  readonly #client: EventStoreDBClient;
  readonly #reachability: Reachability;
  readonly #options: EventStoreOptions;
  readonly #appends: Semaphore;
  readonly #reads: Semaphore;
  #proof: () => Promise<void> = () => this.ping();
  readonly #lastPositions = new LastPositions((before, maxCount) =>
    this.#read(() =>
      this.#client.readAll({
        ...fromLeader,
        direction: BACKWARDS,
        fromPosition: before === undefined ? END : { commit: before, prepare: before },
        maxCount,
      }),
    ),
  );

  constructor(
    client: EventStoreDBClient,
    reachability: Reachability,
    options: Partial<EventStoreOptions> = {},
  ) {
    this.#client = client;
    this.#reachability = reachability;

    this.#options = { ...defaultEventStoreOptions, ...options };
    const { appendsMax, readsMax, waitingMax, readTimeoutMs, appendTimeoutMs } = this.#options;
    this.#appends = new Semaphore({
      runningMax: appendsMax,
      waitingMax,
      waitMsMax: appendTimeoutMs,
      fullError: () => new TooManyWaiting('appends to the event store'),
    });
    this.#reads = new Semaphore({
      runningMax: readsMax,
      waitingMax,
      waitMsMax: readTimeoutMs,
      fullError: () => new TooManyWaiting('reads of the event store'),
    });
  }

  /**
   * Appends all events or none. Throws `UnreadableEvent` if the stream was deleted,
   * `EventStoreUnavailable` if the store was away before anything was sent, and `OutcomeUnknown` if
   * no answer came; the same append, with the same event ids, may then be repeated. Calls have no
   * credentials of their own: with them the client leaves the fast batch path.
   */
  append({ streamId, events, firstRevision }: Append): Promise<Appended> {
    const { appendTimeoutMs, clockSkewMsMax } = this.#options;
    return this.#appends.run(async () => {
      await this.proved();
      try {
        const result = await withTimeout(
          this.#client.appendToStream(streamId, events.map(asBytes), {
            ...fromLeader,
            expectedRevision: firstRevision === 0 ? NO_STREAM : BigInt(firstRevision - 1),
            deadline: appendTimeoutMs + clockSkewMsMax,
          }),
          appendTimeoutMs,
          'An append',
        );
        // A connection string with throwOnAppendFailure=false makes the client answer instead of
        // throwing.
        if (!result.success) return { kind: 'wrong revision' };
        return {
          kind: 'written',
          revision: Number(result.nextExpectedRevision),
          position: result.position?.commit,
        };
      } catch (error) {
        if (error instanceof WrongExpectedVersionError) return { kind: 'wrong revision' };
        const fault = this.#faultOf(error, 'append');
        throw isDeletedStream(fault) ? deletedStream(streamId, firstRevision) : fault;
      }
    });
  }

  /**
   * At most `eventsMax` events of a stream, forwards; none if there is no such stream. Throws
   * `UnreadableEvent` if the stream was deleted, since then the stream is damaged and the store is
   * not.
   */
  async read({ streamId, fromRevision, eventsMax }: StreamRead): Promise<readonly StoredEvent[]> {
    try {
      return await this.#read(() =>
        this.#client.readStream(streamId, {
          ...fromLeader,
          fromRevision: BigInt(fromRevision),
          maxCount: eventsMax,
        }),
      );
    } catch (error) {
      throw isDeletedStream(error) ? deletedStream(streamId, fromRevision) : error;
    }
  }

  /** The last event of a stream; `undefined` if there is no such stream. */
  async readLast(streamId: string): Promise<StoredEvent | undefined> {
    const [last] = await this.#read(() =>
      this.#client.readStream(streamId, {
        ...fromLeader,
        direction: BACKWARDS,
        fromRevision: END,
        maxCount: 1,
      }),
    );
    return last;
  }

  /**
   * The next events of all streams in log order, including the store's own; none at the end of the
   * log.
   */
  async readLog({ after, eventsMax }: LogRead): Promise<readonly StoredEvent[]> {
    const fromPosition = after === beforeTheLog ? START : { commit: after, prepare: after };
    const events = await this.#read(() =>
      this.#client.readAll({ ...fromLeader, fromPosition, maxCount: eventsMax }),
    );
    // EventStoreDB includes the event at the position itself.
    return events.filter(({ position }) => position !== undefined && position.commit > after);
  }

  /**
   * Sets the check to be made before the first append, and before the next append after a failed
   * call or a lost connection, since another log may be there then. By default the store has to
   * answer.
   */
  proveBy(proof: () => Promise<void>): void {
    this.#proof = proof;
    this.#reachability.suspect();
  }

  /** Has the check made again before the next append. */
  doubt(): void {
    this.#reachability.suspect();
  }

  /** True if a call failed or the connection was lost since the last check. */
  get isDoubtful(): boolean {
    return this.#reachability.isDoubtful;
  }

  /**
   * Resolves at once if nothing has happened since the last check, otherwise after a new one;
   * rejects with its error.
   */
  proved(): Promise<void> {
    return this.#reachability.proved(this.#proof);
  }

  /** Resolves if the store answers a read of its log's last event; throws the fault otherwise. */
  async ping(): Promise<void> {
    await this.lastEvent();
  }

  /**
   * The event at a position. At a position where no event begins, the server gives another event or
   * refuses.
   */
  async eventAt(position: bigint): Promise<StoredEvent | undefined> {
    const fromPosition = { commit: position, prepare: position };
    const [found] = await this.#read(() =>
      this.#client.readAll({ ...fromLeader, fromPosition, maxCount: 1 }),
    );
    return found;
  }

  /** The last event of the log, of any stream; `undefined` if it is empty. */
  async lastEvent(): Promise<StoredEvent | undefined> {
    const [last] = await this.#read(() =>
      this.#client.readAll({
        ...fromLeader,
        direction: BACKWARDS,
        fromPosition: END,
        maxCount: 1,
      }),
    );
    return last;
  }

  /**
   * Position of the last event of these streams, by default of any; `undefined` if there is none.
   * Other events may come after it, such as the store's own statistics. Nothing up to `after` is
   * searched: it is the answer if nothing comes later.
   */
  lastPosition(
    streams?: Pick<StreamSelection, 'includes'>,
    after?: bigint,
  ): Promise<bigint | undefined> {
    return this.#lastPositions.find({
      ...(streams !== undefined && { streams }),
      ...(after !== undefined && { after }),
    });
  }

  /** Follows the whole log for these streams, filtered by the server. The caller ends it. */
  follow({ after, streams, bufferedMax, onCheckpoint }: FollowOptions): AllStreamSubscription {
    return this.#client.subscribeToAll(
      {
        fromPosition: after === beforeTheLog ? START : { commit: after, prepare: after },
        filter: filterOf(streams, onCheckpoint),
      },
      { highWaterMark: bufferedMax },
    );
  }

  /**
   * Ends all calls, within a time limit: the client by itself may wait without end for a call whose
   * reader left.
   */
  async dispose(): Promise<void> {
    const { disposeTimeoutMs } = this.#options;
    await withTimeout(this.#client.dispose(), disposeTimeoutMs, 'Closing').catch(() => undefined);
  }

  #read(open: () => Parameters<typeof readPage>[0]): Promise<readonly StoredEvent[]> {
    return this.#reads.run(async () => {
      try {
        return await readPage(open(), this.#options.readTimeoutMs);
      } catch (error) {
        throw this.#faultOf(error, 'read');
      }
    });
  }

  #faultOf(error: unknown, during: 'append' | 'read'): LedgerFault {
    const fault = faultOf(error, during);
    if (!(fault instanceof EventStoreRefused)) this.#reachability.suspect();
    return fault;
  }
}
