import type { Deliveries, Delivery } from './deliveries.js';

/**
 * Number of deliveries kept for readers that have not taken them yet. A slower reader loses its
 * place.
 */
export const keptMax = 1_000;
/**
 * Number of kept deliveries at which those that all readers have taken are dropped from memory, so
 * that not every read moves the list.
 */
const droppedAfter = 64;

/** The position that a delivery reaches in the log; undefined for a mark. */
export const positionOf = (delivery: Delivery): bigint | undefined => {
  if ('event' in delivery) return delivery.event.position?.commit;
  return 'checkpoint' in delivery ? delivery.checkpoint : undefined;
};

/**
 * One connection to the log that several readers read, each at its own pace. The quickest reader
 * has the next delivery read from the server; the others find it among those that are kept.
 */
export class SharedConnection {
  readonly #source: Deliveries & { close(): void };
  readonly #readers = new Set<SharedReader>();
  #kept: Delivery[] = [];
  /** Number of the first delivery that is kept. */
  #first = 0;
  #position: bigint;
  #hasMore = false;
  #isAsking = false;
  #hasEnded = false;

  /** `source` begins after `position`. */
  constructor(source: Deliveries & { close(): void }, position: bigint) {
    this.#source = source;
    this.#position = position;
  }

  /** True once it has failed or its last reader has left: nobody can join it any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** A reader of what comes after the deliveries read so far. */
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

  /** True if a reader that has come to this delivery can go on from it. */
  keeps(number: number): boolean {
    return !this.#hasEnded && number >= this.#first;
  }

  /** True if the delivery is there, or may be read from the server without waiting. */
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

  /** Wakes all readers when there is something to read, or when there will be nothing. */
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

  /** Drops what all have taken, or, beyond the limit, what the slowest has not. */
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
  /** Number of the next delivery. */
  readonly number: number;
  /** Everything up to this position comes before it. */
  readonly after: bigint;
  readonly signal: AbortSignal;
}

/** The place of one reader in a shared connection. */
export class SharedReader implements Deliveries {
  readonly #connection: SharedConnection;
  readonly #signal: AbortSignal;
  /** Everything up to this position was delivered before it joined. */
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

  /** True if it was too slow, or the connection has ended: it has to read by itself. */
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
