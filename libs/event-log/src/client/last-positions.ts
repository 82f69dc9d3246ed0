import type { StoredEvent } from './stored-event.js';
import type { StreamSelection } from '../streams.js';

/**
 * Reads the log backwards: the events before this position, or from the end of the log without a
 * position.
 */
export type ReadBackwards = (
  before: bigint | undefined,
  eventsMax: number,
) => Promise<readonly StoredEvent[]>;

export interface LastPositionQuery {
  /** Without it, the events of all streams count. */
  readonly streams?: Pick<StreamSelection, 'includes'>;
  /**
   * Only the log after this position is searched; if nothing is found there, the result is this
   * position.
   */
  readonly after?: bigint;
}

/**
 * The result of an earlier search: `last` is the last event of these streams in a log that ended at
 * `end`.
 */
interface ScanResult {
  readonly last: bigint | undefined;
  readonly end: bigint;
}

const scanPageSize = 500;

/**
 * Finds the last event of some streams by reading the log backwards. Other streams may have any
 * number of events after it, so a search goes back only to where an earlier search for the same
 * streams began, or to the caller's `after`.
 */
export class LastPositions {
  readonly #read: ReadBackwards;
  readonly #looks = new WeakMap<object, ScanResult>();

  constructor(read: ReadBackwards) {
    this.#read = read;
  }

  /** The position of the last event; `undefined` if there is none and `after` was not given. */
  async find({ streams, after }: LastPositionQuery): Promise<bigint | undefined> {
    const before = streams && this.#looks.get(streams);
    let end: bigint | undefined;
    let from: bigint | undefined;
    // The last event of the log nearly always belongs to these streams, so one event is read first.
    for (let eventsMax = 1; ; eventsMax = scanPageSize) {
      const events = await this.#read(from, eventsMax);
      end ??= events[0]?.position?.commit;
      if (end === undefined) return after;
      // If the log ends earlier than at the last search, it is another log.
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
