import { type Deadline } from '#runtime/async';
import { retryWhileUnavailable } from '../retry.js';
import { EventStoreUnavailable, LedgerFault } from '../faults.js';
import type { AppendsAndReads } from './append-proposal.js';
import type { LoadedOrder } from './load-order.js';
import { streamOf } from '../streams.js';

export interface KnownEnd {
  readonly orderId: string;
  readonly end: LoadedOrder;
  /** The revision of the first event that was appended together with the last. */
  readonly appendedFrom: number;
}

/**
 * The log positions of an order's events. An append returns the position of its last event only;
 * the others are read when asked for, those of one append together.
 */
export class RevisionPositions {
  readonly #eventStore: Pick<AppendsAndReads, 'read'>;
  readonly #known: KnownEnd;
  readonly #time: Deadline;
  #appended: Promise<ReadonlyMap<number, bigint>> | undefined;

  constructor(eventStore: Pick<AppendsAndReads, 'read'>, known: KnownEnd, time: Deadline) {
    this.#eventStore = eventStore;
    this.#known = known;
    this.#time = time;
  }

  /**
   * `undefined` if there is no such event. Rejects with `EventStoreUnavailable` if it cannot be
   * read in time.
   */
  async of(revision: number): Promise<bigint | undefined> {
    const { end, appendedFrom } = this.#known;
    if (revision === end.revision) return end.position;
    if (revision < appendedFrom) return (await this.#read(revision, revision)).get(revision);
    this.#appended ??= this.#read(appendedFrom, end.revision - 1);
    return (await this.#appended).get(revision);
  }

  /**
   * The position of the event or, if that cannot be read, of the last one: it is later, so a read
   * model that has reached it shows the event too.
   */
  async atOrAfter(revision: number): Promise<bigint> {
    const { position } = this.#known.end;
    try {
      return (await this.of(revision)) ?? position;
    } catch (error) {
      if (error instanceof LedgerFault) return position;
      throw error;
    }
  }

  #read(first: number, last: number): Promise<ReadonlyMap<number, bigint>> {
    const streamId = streamOf(this.#known.orderId);
    const stretch = { streamId, fromRevision: first, eventsMax: last - first + 1 };
    return retryWhileUnavailable(this.#time, async () => {
      const events = await this.#eventStore.read(stretch);
      const found = events.flatMap(({ revision, position }): [number, bigint][] =>
        position === undefined ? [] : [[Number(revision), position.commit]],
      );
      // Appended events are in the log: a node that does not return all of them yet is asked again.
      if (last >= this.#known.appendedFrom && events.length < stretch.eventsMax) {
        throw new EventStoreUnavailable(new Error(`${streamId} is not read to revision ${last}.`));
      }
      return new Map(found);
    });
  }
}
