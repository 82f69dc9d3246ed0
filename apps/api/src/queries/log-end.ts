import type { EventStore } from '#event-log';
import { withTimeout } from '#runtime';

const nothing = (): void => undefined;
const askMsMax = 1_000;

/**
 * Tells whether the log reaches a position. One question is on its way at a time: those who ask
 * meanwhile share the next one, which begins after them all, so that none is told of a log from
 * before it asked.
 */
export class EndOfLog {
  /** The log reaches at least this. */
  #known = -1n;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<bigint> | undefined;

  constructor(private readonly eventStore: Pick<EventStore, 'lastPosition'>) {}

  /**
   * Where the log ends, if that is before the position; `undefined` also while it cannot be told.
   */
  async before(position: bigint): Promise<bigint | undefined> {
    if (position <= this.#known) return undefined;
    try {
      const end = await withTimeout(this.#ask(), askMsMax, 'The event store');
      return position > end ? end : undefined;
    } catch {
      // A read is not refused because the event store is away.
      return undefined;
    }
  }

  #ask(): Promise<bigint> {
    this.#next ??= this.#running.then(async () => {
      this.#running = this.#next?.catch(nothing) ?? this.#running;
      this.#next = undefined;
      const end = (await this.eventStore.lastPosition()) ?? -1n;
      if (end > this.#known) this.#known = end;
      return end;
    });
    return this.#next;
  }
}
