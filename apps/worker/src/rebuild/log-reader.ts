import { type EventStore, type LogPage, type StreamSelection, subscribeToLedger } from '#event-log';
import type { ProjectionPage } from '#read-models';
import { withTimeoutOr } from '#runtime';

const pageSize = 2_000;
const stalledMsMax = 60_000;

export interface LogReaderOptions {
  /** The position after which reading begins; by default the beginning of the log. */
  readonly after?: bigint;
  /** The streams to read; by default all streams from which the read models are made. */
  readonly streams?: StreamSelection;
  readonly signal: AbortSignal;
}

/**
 * Reads the log from a position on, in batches of events (pages). Each call of `readTo` continues
 * where the previous one ended.
 */
export class LogReader {
  readonly #ended = new AbortController();
  readonly #pages: AsyncGenerator<LogPage, void>;
  readonly #signal: AbortSignal;
  /** The position up to which the log was read so far. */
  position: bigint;
  events = 0;

  constructor(eventStore: EventStore, { after = -1n, streams, signal }: LogReaderOptions) {
    this.#signal = signal;
    this.position = after;
    this.#pages = subscribeToLedger(eventStore, {
      after: after < 0n ? undefined : after,
      ...(streams && { streams }),
      pageSize,
      signal: AbortSignal.any([signal, this.#ended.signal]),
    });
  }

  /**
   * Reads the log up to `end`, and calls `apply` for each page (batch of events). Throws
   * `RebuildStalled` if no page arrives for a long time.
   */
  async readTo(end: bigint, apply: (page: ProjectionPage) => Promise<void>): Promise<void> {
    while (this.position < end) {
      this.#signal.throwIfAborted();
      const next = await withTimeoutOr(this.#pages.next(), stalledMsMax, () => undefined);
      this.#signal.throwIfAborted();
      const page = next?.value;
      if (page === undefined) throw new RebuildStalled(this.position);
      await apply({ ...page, ...freshness(page), after: this.position });
      this.position = page.position;
      this.events += page.events.length;
    }
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.#pages.return();
  }
}

/**
 * Returns the time up to which the read models are complete once this page (batch of events) is
 * applied: the time when its newest event was stored. For an empty page at the end of the log, the
 * time is now.
 */
export const freshness = ({ events, storedAt, caughtUp }: LogPage): { freshAt?: string } => {
  if (storedAt !== undefined) return { freshAt: storedAt };
  return caughtUp && events.length === 0 ? { freshAt: new Date().toISOString() } : {};
};

/** Thrown if a rebuild was given up because no event arrived; the read models are unchanged. */
export class RebuildStalled extends Error {
  override readonly name = 'RebuildStalled';

  constructor(position: bigint) {
    super(
      `The event store returned no events after position ${position} for too long: is it running?`,
    );
  }
}
