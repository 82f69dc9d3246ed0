import type {
  PersistentAction,
  PersistentSubscriptionToAll,
  PersistentSubscriptionToStream,
} from '@eventstore/db-client';
import { until } from '../support/until.js';

type Subscription = PersistentSubscriptionToStream | PersistentSubscriptionToAll;
type Received = Parameters<Subscription['ack']>[0];

/** A consumer of a persistent subscription that remembers what it got and answers when told to. */
export class Consuming {
  readonly confirmed: Promise<void>;
  error: (Error & { type?: string }) | undefined;
  readonly #subscription: Subscription;
  readonly #received: Received[] = [];
  #isAnswering: boolean;
  #answered = 0;

  constructor(subscription: Subscription, isAnswering = false) {
    this.#subscription = subscription;
    this.#isAnswering = isAnswering;
    this.confirmed = new Promise((resolve) => subscription.on('confirmation', resolve));
    subscription.on('error', (error: Error) => (this.error = error));
    subscription.on('data', (event: Received) => {
      this.#received.push(event);
      if (this.#isAnswering) void subscription.ack(event);
    });
  }

  /** The numbers in the events, in the order they came; -1 for events of others. */
  get numbers(): number[] {
    return this.#received.map(
      ({ event }) => (event?.data as { number?: number } | undefined)?.number ?? -1,
    );
  }

  get streams(): string[] {
    return this.#received.map(({ event }) => event?.streamId ?? '');
  }

  get retryCounts(): number[] {
    return this.#received.map((event) => ('retryCount' in event ? Number(event.retryCount) : 0));
  }

  async untilEvents(count: number): Promise<void> {
    await until(() => this.#received.length >= count);
  }

  /** Acknowledges every event from now on, as it comes. */
  ackAll(): this {
    this.#isAnswering = true;
    return this;
  }

  /** Acknowledges `count` events from `first` on, by default the next ones. */
  async ack(count: number, first = this.#answered): Promise<void> {
    await this.#subscription.ack(...this.#received.slice(first, first + count));
    this.#answered = first + count;
  }

  async nack(action: PersistentAction, index: number): Promise<void> {
    const event = this.#received[index];
    if (event !== undefined) await this.#subscription.nack(action, 'asked for by a test', event);
  }

  async leave(): Promise<void> {
    await this.#subscription.unsubscribe();
  }
}
