import type { EventStore } from '#event-log';
import { withTimeout } from '#runtime';

const nothing = (): void => undefined;
const askMsMax = 1_000;

/**
 * Compares positions with the end of the log. One read of the end is under way at a time; calls
 * made meanwhile share the next read, which begins after all of them. So no call gets an end that
 * was read before the call.
 */
export class EndOfLog {
  /** The largest position that the log is known to reach. */
  #known = -1n;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<bigint> | undefined;

  constructor(private readonly eventStore: Pick<EventStore, 'lastPosition'>) {}

  /**
   * The end of the log, if it is before `position`; `undefined` otherwise, and while the log cannot
   * be read.
   */
  async before(position: bigint): Promise<bigint | undefined> {
    if (position <= this.#known) return undefined;
    try {
      const end = await withTimeout(this.#ask(), askMsMax, 'The event store');
      return position > end ? end : undefined;
    } catch {
      // The caller's read goes on while the event store is away.
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
