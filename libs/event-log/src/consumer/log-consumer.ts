import { backOffMs, pause, withTimeoutOr, type BackOff } from '#runtime/async';
import { assertLog } from '../client/assert-log.js';
import { beforeTheLog } from '../client/stored-event.js';
import type { EventStore } from '../client/event-store.js';
import type { SubscriptionOptions } from '../subscription/log-pages.js';
import { lagAfter, type Lag } from './lag.js';

/** Stores the position up to which a consumer has handled the log. */
export interface Checkpoint {
  /** The stored position; `undefined` if the consumer has never stored one. */
  load(): Promise<bigint | undefined>;
  /**
   * Stores the position after each page of events was handled. Absent if `handle` writes the
   * position itself, in the same transaction as its changes.
   */
  save?(move: CheckpointMove): Promise<void>;
}

export interface CheckpointMove {
  /** The stored position before the move; -1 if no event has been handled yet. */
  readonly after: bigint;
  readonly position: bigint;
}

/** Consecutive events that are handled together, beginning after the log position `after`. */
export type ConsumedPage<Page> = Page & { readonly after: bigint };

type Subscribe<Page> = (
  eventStore: Pick<EventStore, 'follow'>,
  options: SubscriptionOptions,
) => AsyncGenerator<Page, void>;

export type LogConsumerOptions<Page> = Pick<SubscriptionOptions, 'streams' | 'pageSize'> & {
  /**
   * The name of the consumer, which is used in metrics, in log lines and for storing its position.
   */
  readonly name: string;
  /**
   * The subscription to read from: `subscribeToLedger` gives checked and typed events, `followLog`
   * gives events as they are stored.
   */
  readonly subscribe: Subscribe<Page>;
  readonly checkpoint: Checkpoint;
  /**
   * The log position after which a consumer without a stored position begins; by default the
   * beginning of the log.
   */
  readonly from?: bigint;
  /**
   * Handles a page of events. Afterwards the consumer's stored position, its checkpoint, moves past
   * the page. If this function fails, or the process crashes before the checkpoint has moved, the
   * same events come again, perhaps in other pages. A page may be empty.
   */
  readonly handle: (page: ConsumedPage<Page>, signal: AbortSignal) => Promise<void>;
  /**
   * `handle` is called each time no page has come for `ms` milliseconds. `after` is the position up
   * to which the consumer has handled the log.
   */
  readonly idle?: { readonly ms: number; readonly handle: (after: bigint) => Promise<void> };
  /**
   * Checks the log; called before each connection with the position up to which the consumer has
   * handled the log. By default, the consumer only checks that the log reaches this position.
   */
  readonly beforeConnecting?: (after: bigint) => Promise<void>;
  /**
   * Called before the next attempt, after each failure to read the log, to handle events, or to
   * load or store the position.
   */
  readonly onFailure: (error: unknown) => void;
  /**
   * True for an error that would occur again at each attempt; `run` then throws the error. By
   * default there is another attempt after every error.
   */
  readonly isFatal?: (error: unknown) => boolean;
  readonly backOff?: BackOff;
};

const defaultBackOff: BackOff = { firstMs: 200, msMax: 10_000 };

const idle = Symbol('idle');

/**
 * Handles the log in pages of consecutive events, beginning after a stored position (the
 * checkpoint). Each event is handled at least once. After any failure the consumer pauses, and
 * begins again at the checkpoint, as after a crash.
 */
export class LogConsumer<Page extends { readonly position: bigint }> {
  readonly #eventStore: EventStore;
  readonly #options: LogConsumerOptions<Page>;
  /** The position up to which events were handled; only set while the consumer runs. */
  #position: bigint | undefined;
  #failures = 0;

  constructor(eventStore: EventStore, options: LogConsumerOptions<Page>) {
    this.#eventStore = eventStore;
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** The distance of the consumer from the end of the log. */
  async lag(): Promise<Lag> {
    const position = this.#position ?? (await this.#checkpoint());
    return lagAfter(this.#eventStore, { position, ...this.#streams() });
  }

  /**
   * Runs until the signal is aborted. If a page is being handled at that moment, it is finished
   * first.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { onFailure, isFatal, backOff = defaultBackOff } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (error) {
        // The error only says that the consumer was stopped. The interrupted page is handled again
        // after the next start.
        if (isAborted(signal)) return;
        if (isFatal?.(error) === true) throw error;
        onFailure(error);
        await pause(backOffMs(backOff, this.#failures), signal);
        this.#failures += 1;
      } finally {
        this.#position = undefined;
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { subscribe, pageSize, beforeConnecting } = this.#options;
    let after = await this.#checkpoint();
    const ended = new AbortController();
    const pages = subscribe(this.#eventStore, {
      after: after === beforeTheLog ? undefined : after,
      pageSize,
      ...this.#streams(),
      beforeConnecting: () =>
        beforeConnecting?.(after) ?? assertLog(this.#eventStore, { position: after }),
      signal: AbortSignal.any([signal, ended.signal]),
    });
    this.#position = after;
    try {
      for await (const page of withIdleMarker(pages, this.#options.idle?.ms)) {
        if (signal.aborted) return;
        if (page === idle) await this.#options.idle?.handle(after);
        else after = await this.#handle({ ...page, after }, signal);
      }
    } finally {
      ended.abort();
      await pages.return();
    }
  }

  async #handle(page: ConsumedPage<Page>, signal: AbortSignal): Promise<bigint> {
    const { after, position } = page;
    await this.#options.handle(page, signal);
    await this.#options.checkpoint.save?.({ after, position });
    this.#position = position;
    this.#failures = 0;
    return position;
  }

  async #checkpoint(): Promise<bigint> {
    const { checkpoint, from = beforeTheLog } = this.#options;
    return (await checkpoint.load()) ?? from;
  }

  #streams(): Pick<SubscriptionOptions, 'streams'> {
    const { streams } = this.#options;
    return streams === undefined ? {} : { streams };
  }
}

/**
 * Reads the signal through a function, because the compiler assumes that a property seen as false
 * stays false.
 */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

type Result<Item> =
  { readonly next: IteratorResult<Item, unknown> } | { readonly failure: unknown };

/**
 * Yields the items of the source, and the marker `idle` each time no item has come for `idleMs`
 * milliseconds. The next item is requested only when the reader asks for it, so that the source can
 * collect a larger page while the reader is busy.
 */
async function* withIdleMarker<Item>(
  source: AsyncIterator<Item, unknown>,
  idleMs: number | undefined,
): AsyncGenerator<Item | typeof idle, void> {
  let asked: Promise<Result<Item>> | undefined;
  for (;;) {
    // A failure of the source is kept as a value until the reader asks for the next item. Otherwise
    // nobody would handle the rejected promise while the reader is busy, and the process would end.
    asked ??= source.next().then(
      (next) => ({ next }),
      (failure: unknown) => ({ failure }),
    );
    const result =
      idleMs === undefined
        ? await asked
        : await withTimeoutOr(asked, idleMs, (): typeof idle => idle);
    if (result === idle) {
      yield idle;
      continue;
    }
    if ('failure' in result) throw result.failure;
    if (result.next.done === true) return;
    asked = undefined;
    yield result.next.value;
  }
}
