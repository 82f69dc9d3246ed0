import { Readable } from 'node:stream';
import type { LoggedEvent, StoredPage } from '#event-log';
import type { FeedFormat } from './feed-event.js';

export interface FeedOptions {
  readonly format: FeedFormat;
  /** Returns true if the caller may see the event. */
  readonly shows: (event: LoggedEvent) => boolean;
  /** Called before each page. Returns false if the caller has lost the right to read the feed. */
  readonly isAllowed: () => Promise<boolean>;
  /** Number of events after which the feed ends. */
  readonly limit: number;
  /**
   * The position at which the feed ends; undefined for a feed that stays open and follows the log.
   */
  readonly endsAt: bigint | undefined;
  readonly limits: Pick<FeedLimits, 'bufferedBytes' | 'heartbeatMs' | 'stalledMs'>;
}

/**
 * The error that ends a feed before the end of the log, so that the feed does not look complete.
 */
class FeedBrokeOff extends Error {
  override readonly name = 'FeedBrokeOff';
}

/**
 * A stream of events, read from the log in pages. The next page is read only after the caller has
 * taken the previous one, so a slow caller costs the memory of one page. A caller that reads
 * nothing for too long is disconnected.
 *
 * There are two kinds of feed. A feed that follows the log may end at any time, because its caller
 * reconnects and continues after the last event. A feed up to the present end of the log must be
 * complete, so if it stops early, it fails with an error.
 */
export class Feed extends Readable {
  #left: number;
  #hasEnded = false;
  #position: bigint | undefined;
  #told: bigint | undefined;
  #isSilent = true;
  #takes: () => void = () => undefined;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #stalled: NodeJS.Timeout;

  /** The feed calls `close` when it is over, to end the iteration over `pages`. */
  constructor(
    private readonly pages: AsyncIterable<StoredPage>,
    private readonly close: () => void,
    private readonly options: FeedOptions,
  ) {
    super({ highWaterMark: options.limits.bufferedBytes });
    const { heartbeatMs, stalledMs } = options.limits;
    this.#left = options.limit;
    this.#heartbeat = setInterval(this.#beat.bind(this), heartbeatMs);
    this.#stalled = setTimeout(this.#onStalled.bind(this), stalledMs);
    void this.#run();
  }

  /**
   * Called when the process stops. A feed that follows the log ends normally. A feed up to the end
   * of the log ends with an error, because it is not complete.
   */
  stop(): void {
    if (this.options.endsAt === undefined) this.#end();
    else this.destroy(new FeedBrokeOff('The service is stopping.'));
  }

  override _read(): void {
    this.#stalled.refresh();
    this.#takes();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#release();
    done(error);
  }

  async #run(): Promise<void> {
    const { endsAt, format } = this.options;
    try {
      if (endsAt === undefined) this.push(format.opening);
      for await (const page of this.pages) {
        if (!(await this.#tell(page))) return;
      }
      this.stop();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /** Sends a page of events. Returns false if the feed is over. */
  async #tell({ events, position }: StoredPage): Promise<boolean> {
    const { shows, isAllowed, format, endsAt } = this.options;
    if (!(await isAllowed())) {
      this.stop();
      return false;
    }
    const isWithin = (event: LoggedEvent): boolean =>
      endsAt === undefined || event.position <= endsAt;
    const shown = events.filter((event) => isWithin(event) && shows(event)).slice(0, this.#left);
    this.#left -= shown.length;
    const last = shown.at(-1)?.position;
    if (last !== undefined) this.#told = last;
    this.#position = position;
    if (shown.length > 0) await this.#say(shown.map((event) => format.event(event)).join(''));
    // No event of this page belongs to the caller, but the log has moved, so the feed does not
    // count as stalled. If the caller has not yet read earlier output, the feed may still be
    // stalled.
    else if (this.readableLength === 0) this.#stalled.refresh();
    const isOver = this.#left === 0 || (endsAt !== undefined && position >= endsAt);
    if (isOver) this.#end();
    return !isOver && !this.#isOver;
  }

  async #say(text: string): Promise<void> {
    this.#isSilent = false;
    if (this.#isOver || this.push(text)) return;
    await new Promise<void>((resolve) => {
      this.#takes = resolve;
    });
  }

  get #isOver(): boolean {
    return this.destroyed || this.readableEnded || this.#hasEnded;
  }

  /**
   * Ends the feed. The stall timer is restarted, because a client that does not read the rest would
   * keep its place in the limited number of open feeds.
   */
  #end(): void {
    if (this.#isOver) return;
    this.#hasEnded = true;
    this.#leaveLog();
    this.#stalled.refresh();
    this.push(null);
  }

  /**
   * Sends a heartbeat if the caller has read everything so far. A feed that follows the log always
   * sends heartbeats. A feed up to the end of the log sends one only if it has moved on in the log:
   * the heartbeat keeps proxies from closing an idle connection, but must not hide a log that
   * delivers nothing.
   */
  #beat(): void {
    const { endsAt, format } = this.options;
    void this.#assertAllowed();
    const isWaitedFor = this.readableLength === 0;
    const passed = this.#position === this.#told ? undefined : this.#position;
    const isAlive = endsAt === undefined || passed !== undefined;
    if (this.#isSilent && isWaitedFor && isAlive) {
      this.#told = this.#position;
      this.push(format.heartbeat(passed));
    }
    this.#isSilent = true;
  }

  /** Ends the feed of a caller that has lost the right to read, even while there are no events. */
  async #assertAllowed(): Promise<void> {
    try {
      if (!(await this.options.isAllowed())) this.stop();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /**
   * Disconnects the caller. Since each heartbeat that the caller reads restarts the timer, there
   * are only two reasons for a stall: the caller reads nothing, or the log delivers nothing.
   */
  #onStalled(): void {
    this.destroy(
      new FeedBrokeOff('The caller read nothing, or the log returned nothing, for too long.'),
    );
  }

  #release(): void {
    clearTimeout(this.#stalled);
    this.#leaveLog();
  }

  #leaveLog(): void {
    clearInterval(this.#heartbeat);
    this.close();
    this.#takes();
  }
}

/** Limits of `GET /v1/events`; times in milliseconds. */
export const feedLimits = {
  /** The maximum number of open feeds in one process, and the maximum for one client. */
  atOnce: 32,
  ofOneClient: 4,
  /** The largest `limit` that a caller may ask for. */
  eventsMax: 100_000,
  /** The maximum number of events in one page of the log. */
  pageEvents: 32,
  /** The log is not read further while this number of bytes waits to be read by the caller. */
  bufferedBytes: 64 * 1024,
  /**
   * The interval of heartbeats. On a feed without events the pause between two heartbeats may be
   * twice as long.
   */
  heartbeatMs: 7_500,
  /**
   * If a feed makes no progress for this time, its caller is disconnected, because the caller reads
   * nothing. A feed up to the end of the log is also ended when the log delivers nothing.
   */
  stalledMs: 30_000,
  /**
   * The interval at which the caller's token is checked again, because the token may expire or be
   * revoked while the feed is open.
   */
  callerCheckedEveryMs: 1_000,
} as const;

export type FeedLimits = { readonly [Limit in keyof typeof feedLimits]: number };
