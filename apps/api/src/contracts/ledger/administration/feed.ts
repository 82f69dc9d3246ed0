import { Readable } from 'node:stream';
import type { LoggedEvent, StoredPage } from '#event-log';
import type { FeedFormat } from './feed-event.js';

export interface FeedOptions {
  readonly format: FeedFormat;
  /** Returns true if the caller may see the event. */
  readonly shows: (event: LoggedEvent) => boolean;
  /** Checks before every page that the caller may still read. */
  readonly isAllowed: () => Promise<boolean>;
  /** Number of events after which the feed ends. */
  readonly limit: number;
  /** The position at which the feed ends; `undefined`: it stays open. */
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
 * A stream of events, read from the log in pages. A page is read only when the caller has taken the
 * page before, so a slow reader costs the memory of one page. A caller that reads nothing is cut
 * off.
 *
 * A feed that stays open may end at any time, and its caller reconnects after the last event. A
 * feed to the end of the log ends when it has reached that end; if it ends earlier, it ends with an
 * error.
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

  /** `close` ends the iteration over the pages. */
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
   * Called when the process stops. A feed that stays open ends; a feed to the end of the log ends
   * with an error.
   */
  stop(): void {
    if (this.options.endsAt === undefined) this.#end();
    else this.destroy(new FeedBrokeOff('The service stops.'));
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

  /** Sends a page of events. False when the feed is over. */
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
    // A page of the log without an event for this caller counts as progress, unless the caller
    // still has to read earlier output.
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
   * Ends the feed. A client that does not read the rest is cut off too, because it would keep its
   * place among the feeds.
   */
  #end(): void {
    if (this.#isOver) return;
    this.#hasEnded = true;
    this.#leaveLog();
    this.#stalled.refresh();
    this.push(null);
  }

  /**
   * Sends a heartbeat, unless the caller still has to read earlier output. A feed to the end of the
   * log sends heartbeats only while it makes progress: so its connection is not closed as idle, but
   * a log that delivers nothing is still noticed.
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
   * Cuts the feed off. Heartbeats keep a feed moving, so either the caller reads nothing or the log
   * gives nothing.
   */
  #onStalled(): void {
    this.destroy(new FeedBrokeOff('Nothing was taken, or nothing came, for too long.'));
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
  /** The limit of feeds that are open at once in one process; below, the limit for one client. */
  atOnce: 32,
  ofOneClient: 4,
  /** Largest `limit`. */
  eventsMax: 100_000,
  /** Events in one page of the log. */
  pageEvents: 32,
  /** Number of bytes waiting for the caller at which no more of the log is read. */
  bufferedBytes: 64 * 1024,
  /** Interval of heartbeats. A silent feed sends one within twice this time. */
  heartbeatMs: 7_500,
  /**
   * Time without progress after which a feed is cut off, because its caller reads nothing. A feed
   * to the end of the log is also cut off if the log delivers nothing.
   */
  stalledMs: 30_000,
  /** The time within which a token that was revoked or has expired is noticed. */
  callerCheckedEveryMs: 1_000,
} as const;

export type FeedLimits = { readonly [Limit in keyof typeof feedLimits]: number };
