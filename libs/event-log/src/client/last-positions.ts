import type { StoredEvent } from './stored-event.js';
import type { StreamSelection } from '../streams.js';

/**
 * Reads the log backwards: at most `eventsMax` events before the position `before`, or from the end
 * of the log if `before` is `undefined`.
 */
export type ReadBackwards = (
  before: bigint | undefined,
  eventsMax: number,
) => Promise<readonly StoredEvent[]>;

export interface LastPositionQuery {
  /**
   * Only the last event of these streams is searched for; if absent, the last event of any stream.
   */
  readonly streams?: Pick<StreamSelection, 'includes'>;
  /**
   * Only the log after this position is searched; if nothing is found there, the result is this
   * position.
   */
  readonly after?: bigint;
}

/**
 * The result of an earlier search. `end` is the position of the log's last event at that time,
 * `last` the position of the last event in the selected streams.
 */
interface ScanResult {
  readonly last: bigint | undefined;
  readonly end: bigint;
}

const scanPageSize = 500;

/**
 * Finds the last event of selected streams by reading the log backwards. Many events of other
 * streams may follow this event at the end of the log. So that each search does not read them all
 * again, a search stops where the log ended at the previous search for the same streams. A search
 * also stops at the position `after` of the caller.
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
    // The last event of the log nearly always belongs to the selected streams, so the first read
    // takes only one event.
    for (let eventsMax = 1; ; eventsMax = scanPageSize) {
      const events = await this.#read(from, eventsMax);
      end ??= events[0]?.position?.commit;
      if (end === undefined) return after;
      // A log that ends earlier than at the previous search is a different log, so the earlier
      // result does not count.
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
