import type { StoredEvent } from './stored-event.js';
import type { StreamSelection } from '../streams.js';

/**
 * Reads the log backwards from a position, without that position's own event. Without a position
 * it reads from the end of the log.
 */
export type ReadBackwards = (
  before: bigint | undefined,
  eventsMax: number,
) => Promise<readonly StoredEvent[]>;

export interface LastPositionQuery {
  /** All streams if absent. */
  readonly streams?: Pick<StreamSelection, 'includes'>;
  /** Nothing is searched at or before this position; it is the answer if nothing comes later. */
  readonly after?: bigint;
}

/**
 * The result of a search from the end of the log: between `last` and `end` these streams have no
 * event.
 */
interface ScanResult {
  readonly last: bigint | undefined;
  readonly end: bigint;
}

const scanPageSize = 500;

/**
 * Finds the last event of some streams by searching from the end of the log. Other streams of the
 * same store may have any number of events after it, so a search goes back no further than the
 * search before it, or than the caller's `after`.
 */
export class LastPositions {
  readonly #read: ReadBackwards;
  readonly #looks = new WeakMap<object, ScanResult>();

  constructor(read: ReadBackwards) {
    this.#read = read;
  }

  /** `undefined` if there is no such event and `after` was not given. */
  async find({ streams, after }: LastPositionQuery): Promise<bigint | undefined> {
    const before = streams && this.#looks.get(streams);
    let end: bigint | undefined;
    let from: bigint | undefined;
    // The position looked for is nearly always that of the last event of the log.
    for (let eventsMax = 1; ; eventsMax = scanPageSize) {
      const events = await this.#read(from, eventsMax);
      end ??= events[0]?.position?.commit;
      if (end === undefined) return after;
      // A log that ends earlier than before is another log.
      const known = before !== undefined && before.end <= end ? before : undefined;
      const found = positionIn(events, streams);
      from = events.at(-1)?.position?.commit;
      if (found !== undefined && (known === undefined || found > known.end)) {
        return this.#answer(streams, { last: found, end }, after);
      }
      if (known !== undefined && from !== undefined && from <= known.end) {
        return this.#answer(streams, { last: known.last, end }, after);
      }
      if (events.length < eventsMax || from === undefined) {
        return this.#answer(streams, { last: undefined, end }, after);
      }
      if (after !== undefined && from <= after) return after;
    }
  }

  #answer(
    streams: LastPositionQuery['streams'],
    look: ScanResult,
    after: bigint | undefined,
  ): bigint | undefined {
    if (streams !== undefined) this.#looks.set(streams, look);
    return look.last === undefined || (after !== undefined && look.last < after)
      ? after
      : look.last;
  }
}

const positionIn = (
  events: readonly StoredEvent[],
  streams: LastPositionQuery['streams'],
): bigint | undefined =>
  events.find(({ streamId }) => streams?.includes(streamId) ?? true)?.position?.commit;
