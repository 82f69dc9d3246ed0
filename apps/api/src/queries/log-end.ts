import type { EventStore } from '#event-log';
import { withTimeout } from '#runtime';

const nothing = (): void => undefined;
const askMsMax = 1_000;

/**
 * Compares positions with the end of the log. Only one read of the end runs at a time. Calls that
 * arrive during a read share the next read. So no call is answered with an end that was read before
 * the call.
 */
export class EndOfLog {
  /**
   * The highest end of the log that was read so far. The log only grows, so smaller positions need
   * no read.
   */
  #known = -1n;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<bigint> | undefined;

  constructor(private readonly eventStore: Pick<EventStore, 'lastPosition'>) {}

  /**
   * The end of the log, if `position` lies beyond it. Otherwise, or if the log cannot be read, the
   * result is `undefined`.
   */
  async before(position: bigint): Promise<bigint | undefined> {
    if (position <= this.#known) return undefined;
    try {
      const end = await withTimeout(this.#ask(), askMsMax, 'The event store');
      return position > end ? end : undefined;
    } catch {
      // If the event store cannot be reached, the caller's own read goes on without this check.
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
