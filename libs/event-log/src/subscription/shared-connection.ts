import type { Deliveries, Delivery } from './deliveries.js';

/**
 * The number of deliveries (events and positions) that are kept for slow readers. A reader that
 * lags by more than this has to leave the shared connection.
 */
export const keptMax = 1_000;
/**
 * Deliveries that all readers have read are dropped only once this number of deliveries is kept.
 * Each drop copies the list, so dropping after every read would be slow.
 */
const droppedAfter = 64;

/**
 * The log position that a delivery reaches. `undefined` for the notice that the subscription has
 * reached the end of the log, because this notice has no position.
 */
export const positionOf = (delivery: Delivery): bigint | undefined => {
  if ('event' in delivery) return delivery.event.position?.commit;
  return 'checkpoint' in delivery ? delivery.checkpoint : undefined;
};

/**
 * One connection to the log that several readers share, each at its own pace. The quickest reader
 * takes a delivery from the server; the delivery is kept until the other readers have read it too.
 */
export class SharedConnection {
  readonly #source: Deliveries & { close(): void };
  readonly #readers = new Set<SharedReader>();
  #kept: Delivery[] = [];
  /**
   * The number of the oldest delivery that is kept, counted from the beginning of the connection.
   */
  #first = 0;
  #position: bigint;
  #hasMore = false;
  #isAsking = false;
  #hasEnded = false;

  /** `source` gives the deliveries (events and positions) after the log position `position`. */
  constructor(source: Deliveries & { close(): void }, position: bigint) {
    this.#source = source;
    this.#position = position;
  }

  /**
   * True once the connection has failed or its last reader has left; no reader can join it any
   * more.
   */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Adds a reader, which gets the deliveries that the server sends from now on. */
  join(signal: AbortSignal): SharedReader {
    const reader = new SharedReader(this, {
      ...{ number: this.#end, after: this.#position, signal },
    });
    this.#readers.add(reader);
    return reader;
  }

  leave(reader: SharedReader): void {
    this.#readers.delete(reader);
    if (this.#readers.size === 0) this.#finish(undefined);
  }

  /**
   * True if a reader can go on with the delivery (an event or a position) of this number: the
   * delivery is kept, or has not arrived yet.
   */
  keeps(number: number): boolean {
    return !this.#hasEnded && number >= this.#first;
  }

  /**
   * True if `read` may return the delivery with this number: it is kept, or the server may have
   * sent it.
   */
  mayRead(number: number): boolean {
    return number < this.#end || this.#hasMore;
  }

  read(number: number): Delivery | undefined {
    if (number < this.#end) return this.#kept[number - this.#first];
    const delivery = this.#source.next();
    if (delivery === undefined) {
      this.#hasMore = false;
      return undefined;
    }
    const position = positionOf(delivery);
    if (position !== undefined && position > this.#position) this.#position = position;
    this.#kept.push(delivery);
    if (this.#kept.length >= droppedAfter) this.#drop(number + 1);
    return delivery;
  }

  /**
   * Waits for the next event or position from the server, once for all readers. Wakes the readers
   * when there is one, or when there will be none.
   */
  askForMore(): void {
    if (this.#isAsking || this.#hasEnded) return;
    this.#isAsking = true;
    this.#source.more().then(
      (hasMore) => {
        this.#isAsking = false;
        this.#hasMore = hasMore;
        if (!hasMore) this.#finish(undefined);
        for (const reader of this.#readers) reader.wake();
      },
      (failure: unknown) => {
        this.#finish({ failure });
      },
    );
  }

  get #end(): number {
    return this.#first + this.#kept.length;
  }

  /**
   * Drops the deliveries that all readers have read. If more than `keptMax` deliveries are left,
   * the oldest are dropped as well, and the readers that still needed them have to leave.
   */
  #drop(taken: number): void {
    let slowest = taken;
    for (const { number } of this.#readers) slowest = Math.min(slowest, number);
    const first = Math.max(slowest, this.#end - keptMax);
    if (first <= this.#first) return;
    this.#kept = this.#kept.slice(first - this.#first);
    this.#first = first;
    for (const reader of this.#readers) if (reader.isBehind) reader.wake();
  }

  #finish(failed: { readonly failure: unknown } | undefined): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#source.close();
    for (const reader of this.#readers) reader.end(failed);
    this.#readers.clear();
    this.#kept = [];
  }
}

interface Place {
  /** The number of the next delivery (an event or a position) that the reader reads. */
  readonly number: number;
  /** The log position after which the reader's deliveries begin. */
  readonly after: bigint;
  readonly signal: AbortSignal;
}

/** One reader of a shared connection, with the number of the delivery that it reads next. */
export class SharedReader implements Deliveries {
  readonly #connection: SharedConnection;
  readonly #signal: AbortSignal;
  /** The log position after which this reader's deliveries begin. */
  readonly after: bigint;
  #number: number;
  #failed: { readonly failure: unknown } | undefined;
  #wake: () => void = () => undefined;

  constructor(connection: SharedConnection, { number, after, signal }: Place) {
    this.#connection = connection;
    this.#number = number;
    this.after = after;
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  get number(): number {
    return this.#number;
  }

  /**
   * True if the reader was too slow, or the connection has ended. The reader then needs a separate
   * connection.
   */
  get isBehind(): boolean {
    return !this.#connection.keeps(this.#number);
  }

  next(): Delivery | undefined {
    if (this.isBehind) return undefined;
    const delivery = this.#connection.read(this.#number);
    if (delivery !== undefined) this.#number += 1;
    return delivery;
  }

  async more(): Promise<boolean> {
    while (!this.#signal.aborted && !this.isBehind) {
      if (this.#connection.mayRead(this.#number)) return true;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#connection.askForMore();
      });
    }
    if (this.#failed !== undefined) throw this.#failed.failure;
    return false;
  }

  leave(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#connection.leave(this);
    this.#wake();
  }

  wake(): void {
    this.#wake();
  }

  end(failed: { readonly failure: unknown } | undefined): void {
    this.#failed = failed;
    this.#wake();
  }

  readonly #onAbort = (): void => {
    this.#wake();
  };
}
