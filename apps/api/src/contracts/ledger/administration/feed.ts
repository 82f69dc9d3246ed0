import { Readable } from 'node:stream';
import type { LoggedEvent, StoredPage } from '#event-log';
import type { FeedFormat } from './feed-event.js';

export interface FeedOptions {
  readonly format: FeedFormat;
  /** Returns true if the caller may see the event. */
  readonly shows: (event: LoggedEvent) => boolean;
  /** Checks before every page that the caller may still read. */
  readonly isAllowed: () => Promise<boolean>;
  /** Most events. */
  readonly limit: number;
  /** The feed ends there; `undefined` stays open. */
  readonly endsAt: bigint | undefined;
  readonly limits: Pick<FeedLimits, 'bufferedBytes' | 'heartbeatMs' | 'stalledMs'>;
}

/** A feed to the end of the log broke off: it must not look as if it had got there. */
class FeedBrokeOff extends Error {
  override readonly name = 'FeedBrokeOff';
}

/**
 * The stream of the events in pages of the log. It takes a page only when the caller has taken
 * the one before, so a slow reader costs one page; one that takes nothing is cut off. A feed that
 * stays open may end at any time, its caller goes on after the last event; one to the end of the
 * log ends there, or breaks off.
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

  /** The process stops: an open feed ends, one to the end of the log breaks off. */
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

  /** False when the feed is over. */
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
    // A page of the log without anything to show is no stall, unless the client still has to read
    // earlier output.
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
   * A client that does not read the rest is cut off as well, because it would keep its place among
   * the feeds without end.
   */
  #end(): void {
    if (this.#isOver) return;
    this.#hasEnded = true;
    this.#leaveLog();
    this.#stalled.refresh();
    this.push(null);
  }

  /**
   * Nothing is said while the caller has not taken what was. A feed to the log's end speaks only
   * if it got on: it keeps the connection from being closed as idle, but does not hide that nothing
   * comes from the log.
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

  /** A caller that may not read any more learns of it also while nothing happens. */
  async #assertAllowed(): Promise<void> {
    try {
      if (!(await this.options.isAllowed())) this.stop();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /**
   * An open feed is read at every heartbeat; so the caller takes nothing, or the log gives nothing.
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
  /** Feeds open at once in one process, and of them those of one client. */
  atOnce: 32,
  ofOneClient: 4,
  /** Largest `limit`. */
  eventsMax: 100_000,
  /** Events taken from the log before the caller has taken those before them. */
  pageEvents: 32,
  /** Text that waits for the caller before no more is taken from the log. */
  bufferedBytes: 64 * 1024,
  /**
   * An open feed that said nothing for so long says that it is still there: in twice that time at
   * the latest.
   */
  heartbeatMs: 7_500,
  /**
   * A caller that takes nothing for so long is cut off, and so is a feed to the log's end to which
   * nothing comes.
   */
  stalledMs: 30_000,
  /** The time within which a token that was revoked or has expired is noticed. */
  callerCheckedEveryMs: 1_000,
} as const;

export type FeedLimits = { readonly [Limit in keyof typeof feedLimits]: number };
