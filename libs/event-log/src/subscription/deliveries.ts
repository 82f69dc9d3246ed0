import type { AllStreamSubscription } from '@eventstore/db-client';
import { TimedOut } from '#runtime/async';
import type { EventStore } from '../client/event-store.js';
import { faultOf } from '../client/fault-of.js';
import type { StoredEvent } from '../client/stored-event.js';
import type { StreamSelection } from '../streams.js';

export interface Connection {
  readonly after: bigint;
  readonly streams: StreamSelection;
  /**
   * Largest number of deliveries (events and positions) in the buffer. While the buffer is full,
   * the server has to wait (HTTP/2 flow control).
   */
  readonly bufferedMax: number;
  readonly signal: AbortSignal;
}

/**
 * The time within which the server has to confirm a subscription, in milliseconds. After the
 * confirmation there is no time limit, because a quiet log sends nothing.
 */
const confirmationTimeoutMs = 10_000;

/**
 * One subscription to the events of orders and settlements. Deliveries are taken from the Node.js
 * stream only when the reader asks for one: with `data` events, the stream would not wait for a
 * slow reader. The stream's buffer also contains the checkpoints and the notices about the end of
 * the log, so that they stay in order with the events.
 */
export class LedgerDeliveries implements Deliveries {
  readonly #subscription: AllStreamSubscription;
  readonly #signal: AbortSignal;
  #state: 'open' | 'ended' | { readonly failure: unknown } = 'open';
  #wake: () => void = () => undefined;

  constructor(
    eventStore: Pick<EventStore, 'follow'>,
    { after, streams, bufferedMax, signal }: Connection,
  ) {
    this.#signal = signal;
    this.#subscription = eventStore.follow({
      after,
      streams,
      bufferedMax,
      onCheckpoint: (subscription, checkpoint) => subscription.push({ checkpoint }),
    });
    this.#listen(this.#subscription);
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  next(): Delivery | undefined {
    return (this.#subscription.read() as Delivery | null) ?? undefined;
  }

  async more(): Promise<boolean> {
    while (this.#state === 'open' && this.#subscription.readableLength === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (typeof this.#state === 'object') throw faultOf(this.#state.failure, 'read');
    return this.#state === 'open';
  }

  /**
   * Cancels the subscription. The error listener is not removed, because a late error without a
   * listener would end the process.
   */
  close(): void {
    this.#settle('ended');
    this.#signal.removeEventListener('abort', this.#onAbort);
    void this.#subscription.unsubscribe().catch(() => undefined);
    this.#subscription.destroy();
  }

  readonly #onAbort = (): void => {
    this.#settle('ended');
  };

  #listen(subscription: AllStreamSubscription): void {
    const confirmation = setTimeout(() => {
      this.#settle({ failure: new TimedOut('Subscribing', confirmationTimeoutMs) });
    }, confirmationTimeoutMs);
    subscription.once('confirmation', () => {
      clearTimeout(confirmation);
    });
    subscription.on('caughtUp', () => subscription.push({ caughtUp: true }));
    subscription.on('fellBehind', () => subscription.push({ caughtUp: false }));
    subscription.on('readable', () => {
      this.#wake();
    });
    subscription.on('error', (failure) => {
      this.#settle({ failure });
    });
    subscription.on('end', () => {
      this.#settle('ended');
    });
    subscription.on('close', () => {
      clearTimeout(confirmation);
      this.#settle('ended');
    });
  }

  #settle(state: 'ended' | { readonly failure: unknown }): void {
    if (this.#state === 'open') this.#state = state;
    this.#wake();
  }
}

/**
 * One delivery of a subscription, in log order. A delivery is an event, a position up to which the
 * log was scanned, or a notice that says whether the end of the log has been reached (`caughtUp`).
 */
export type Delivery =
  | { readonly event: StoredEvent }
  | { readonly checkpoint: bigint }
  | { readonly caughtUp: boolean };

/**
 * The deliveries of a subscription, such as events. `next` never waits; `more` waits until a
 * delivery arrives.
 */
export interface Deliveries {
  /** The next delivery; `undefined` if none has arrived yet. */
  next(): Delivery | undefined;
  /**
   * Resolves to true when there may be a next delivery, and to false when there will be none.
   * Throws if the connection failed.
   */
  more(): Promise<boolean>;
}
