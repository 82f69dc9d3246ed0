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
  /**
   * The revision of the first event: one more than that of the stream's newest event, or 0 for a
   * new stream.
   */
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
   * The largest number of events to read. At least 2, because the event store may return the event
   * at `after` again.
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
 * The server reports its position after every 32 blocks of 32 scanned events. With these reports a
 * consumer moves forward even if none of the events matches its filter.
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
  // TypeScript does not accept a union of both kinds of filter here, so the same call is written
  // once for each kind.
  return 'regex' in filter
    ? streamNameFilter({ ...filter, ...telling })
    : streamNameFilter({ ...filter, ...telling });
};

/**
 * Passes the event to the client as bytes, because the client would encode an object much more
 * slowly. `guardBatchCall` marks the bytes as JSON again before they are sent.
 */
const asBytes = (event: JsonEvent): BinaryEventData => ({
  ...event,
  contentType: 'application/octet-stream',
});

const placeOf = (position: bigint): Position => ({ commit: position, prepare: position });

/** The place from which the client reads to get the events after a position. */
const placeAfter = (position: bigint): typeof START | Position =>
  position === beforeTheLog ? START : placeOf(position);

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
  readonly #lastPositions = new LastPositions((before, eventsMax) =>
    this.#readBackwards(before, eventsMax),
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
    const limit = (what: string, runningMax: number, waitMsMax: number): Semaphore =>
      new Semaphore({
        runningMax,
        waitingMax,
        waitMsMax,
        fullError: () => new TooManyWaiting(what),
      });
    this.#appends = limit('appends to the event store', appendsMax, appendTimeoutMs);
    this.#reads = limit('reads of the event store', readsMax, readTimeoutMs);
  }

  /**
   * Appends all events or none.
   * Throws `UnreadableEvent` if the stream was deleted. Throws `EventStoreUnavailable` if the event
   * store could not be reached, so that nothing was sent. Throws `OutcomeUnknown` if the append was
   * sent and no answer came. The caller may then repeat the append with the same event ids.
   * The call passes no credentials, because with credentials the client would not use its fast
   * batch call.
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
   * The events of the log after a position, of all streams, including the internal streams of the
   * event store. The result is empty at the end of the log.
   */
  async readLog({ after, eventsMax }: LogRead): Promise<readonly StoredEvent[]> {
    const events = await this.#read(() =>
      this.#client.readAll({
        ...fromLeader,
        fromPosition: placeAfter(after),
        maxCount: eventsMax,
      }),
    );
    // EventStoreDB also returns the event at the position `after`, which the caller already has.
    return events.filter(({ position }) => position !== undefined && position.commit > after);
  }

  /**
   * Sets the check that the event store still has the right log. The check runs before the first
   * append, and again before the next append after a failed call or a lost connection, because the
   * event store may meanwhile have been restored with another log. If `proveBy` is never called,
   * the check is only that the event store answers.
   */
  proveBy(proof: () => Promise<void>): void {
    this.#proof = proof;
    this.#reachability.suspect();
  }

  /**
   * To be called when the event store may have a wrong log. The next append then waits until the
   * check set by `proveBy` has succeeded.
   */
  doubt(): void {
    this.#reachability.suspect();
  }

  /**
   * True if the next append first has to wait for the check set by `proveBy`. That is so until the
   * check has succeeded, and again after a failed call, a lost connection or a call of `doubt`.
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
   * Resolves if the event store answers a read of the log's last event; otherwise rejects with the
   * fault.
   */
  async ping(): Promise<void> {
    await this.lastEvent();
  }

  /**
   * The event at a log position. If the position is inside an event, the event store returns a
   * different event or refuses the read.
   */
  async eventAt(position: bigint): Promise<StoredEvent | undefined> {
    const [found] = await this.#read(() =>
      this.#client.readAll({ ...fromLeader, fromPosition: placeOf(position), maxCount: 1 }),
    );
    return found;
  }

  /** The last event of the log, of any stream; `undefined` in an empty log. */
  async lastEvent(): Promise<StoredEvent | undefined> {
    const [last] = await this.#readBackwards(undefined, 1);
    return last;
  }

  /**
   * The position of the last event in the selected streams, by default in any stream; `undefined`
   * if there is no such event. Events of other streams may follow, such as the event store's own
   * statistics. With `after`, only the log after that position is searched, and `after` is returned
   * if nothing is found.
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
        fromPosition: placeAfter(after),
        filter: filterOf(streams, onCheckpoint),
      },
      { highWaterMark: bufferedMax },
    );
  }

  /**
   * Ends all calls and closes the connection. A time limit is needed because the client may
   * otherwise wait forever for a read that nobody continues.
   */
  async dispose(): Promise<void> {
    const { disposeTimeoutMs } = this.#options;
    await withTimeout(this.#client.dispose(), disposeTimeoutMs, 'Closing').catch(() => undefined);
  }

  /** The events of the log before a position, or before its end; the newest come first. */
  #readBackwards(before: bigint | undefined, eventsMax: number): Promise<readonly StoredEvent[]> {
    return this.#read(() =>
      this.#client.readAll({
        ...fromLeader,
        direction: BACKWARDS,
        fromPosition: before === undefined ? END : placeOf(before),
        maxCount: eventsMax,
      }),
    );
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
