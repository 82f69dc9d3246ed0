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

/**
 * Events to be appended to a stream. The append is refused unless the stream's next revision is
 * `firstRevision`.
 */
export interface Append {
  readonly streamId: string;
  readonly events: readonly JsonEvent[];
  /** The revision of the first event: the one after the stream's last, or 0 for a new stream. */
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

/** A range of the whole log. */
export interface LogRead {
  /** The position after which reading begins; `beforeTheLog` (-1) begins with the first event. */
  readonly after: bigint;
  /**
   * The largest number of events to read. At least 2, because the store may return the event at
   * `after` once more.
   */
  readonly eventsMax: number;
}

export interface FollowOptions {
  /** The position after which the subscription begins. */
  readonly after: bigint;
  readonly streams: Pick<StreamSelection, 'filter'>;
  readonly bufferedMax: number;
  readonly onCheckpoint: (subscription: AllStreamSubscription, position: bigint) => void;
}

/**
 * The server sends a checkpoint after each 32 × 32 scanned events: this interval counts blocks of
 * 32 events. So the position of a consumer moves on even if none of these events matches its
 * filter.
 */
const checkpointInterval = 32;
/**
 * With this option a read is answered only by the leader, because a follower may lack events that
 * the leader has acknowledged. A follower refuses the read and names the leader, and the client
 * then connects to the leader.
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
  // The client's types accept either kind of filter, but not a value that may be either. So the
  // same call is written once for each kind.
  return 'regex' in filter
    ? streamNameFilter({ ...filter, ...telling })
    : streamNameFilter({ ...filter, ...telling });
};

/** The event as bytes for the client; `guardBatchCall` marks it as JSON before it is sent. */
const asBytes = (event: JsonEvent): BinaryEventData => ({
  ...event,
  contentType: 'application/octet-stream',
});

const deletedStream = (streamId: string, revision: number): UnreadableEvent =>
  new UnreadableEvent({ streamId, revision, type: '$streamDeleted' }, 'the stream was deleted');

/**
 * The process's connection to the event store, and the only code that calls the client library.
 * Each operation has a time limit, the number of operations at the same time is bounded, and
 * failures are thrown as `LedgerFault`.
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
   * no answer came. After `OutcomeUnknown` the same append, with the same event ids, may be sent
   * again.
   *
   * The call passes no credentials, because with them the client would not use its fast batch call.
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
        // If the connection string has throwOnAppendFailure=false, the client returns a failure
        // instead of throwing it.
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
   * At most `eventsMax` events of a stream, in their order; none if there is no such stream. Throws
   * `UnreadableEvent` if the stream was deleted: that is damage to this stream, not a failure of
   * the event store.
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
   * The events of the log after a position, of all streams, including the store's own streams. The
   * result is empty at the end of the log.
   */
  async readLog({ after, eventsMax }: LogRead): Promise<readonly StoredEvent[]> {
    const fromPosition = after === beforeTheLog ? START : { commit: after, prepare: after };
    const events = await this.#read(() =>
      this.#client.readAll({ ...fromLeader, fromPosition, maxCount: eventsMax }),
    );
    // EventStoreDB also returns the event at the position `after`, which the caller already has.
    return events.filter(({ position }) => position !== undefined && position.commit > after);
  }

  /**
   * Sets the check of the log that is made before the first append. The check is repeated before
   * the next append after a failed call or a lost connection, because the store may have been
   * restored with another log meanwhile. If no check was set, an answer of the store is enough.
   */
  proveBy(proof: () => Promise<void>): void {
    this.#proof = proof;
    this.#reachability.suspect();
  }

  /** Makes the next append wait until the check set by `proveBy` has been made again. */
  doubt(): void {
    this.#reachability.suspect();
  }

  /**
   * True if a call has failed or the connection was lost since the check set by `proveBy` last
   * succeeded.
   */
  get isDoubtful(): boolean {
    return this.#reachability.isDoubtful;
  }

  /**
   * Resolves at once if no call has failed since the check set by `proveBy` last succeeded.
   * Otherwise makes the check again, and rejects with the error of the check.
   */
  proved(): Promise<void> {
    return this.#reachability.proved(this.#proof);
  }

  /**
   * Resolves if the store answers a read of the log's last event; otherwise rejects with the fault.
   */
  async ping(): Promise<void> {
    await this.lastEvent();
  }

  /**
   * The event at a log position. If the position is inside an event, the store returns a different
   * event or refuses the read.
   */
  async eventAt(position: bigint): Promise<StoredEvent | undefined> {
    const fromPosition = { commit: position, prepare: position };
    const [found] = await this.#read(() =>
      this.#client.readAll({ ...fromLeader, fromPosition, maxCount: 1 }),
    );
    return found;
  }

  /** The last event of the log, of any stream; `undefined` in an empty log. */
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
   * The position of the last event in the selected streams, by default in any stream; `undefined`
   * if there is no such event. Events of streams that are not selected may follow, such as the
   * store's own statistics. With `after`, only the log after that position is searched, and `after`
   * is returned if nothing is found.
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

  /**
   * Subscribes to the log, filtered by the server to these streams. The caller has to end the
   * subscription.
   */
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
   * Ends all calls and closes the connection. The time limit is needed because the client may wait
   * forever for a read whose reader has left.
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
