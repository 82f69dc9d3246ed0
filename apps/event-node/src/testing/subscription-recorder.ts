import type {
  AllStreamSubscription,
  ResolvedEvent,
  StreamSubscription,
} from '@eventstore/db-client';
import { until } from '../../../../test/support/until.js';

/**
 * Records in order what a subscription receives. `received` has the types of the events, and the
 * texts `confirmed` and `caught up`.
 */
export class SubscriptionRecorder {
  readonly events: ResolvedEvent[] = [];
  readonly received: string[] = [];
  error: (Error & { type?: string }) | undefined;
  readonly #subscription: StreamSubscription | AllStreamSubscription;

  constructor(subscription: StreamSubscription | AllStreamSubscription) {
    this.#subscription = subscription;
    subscription.on('confirmation', () => this.received.push('confirmed'));
    subscription.on('caughtUp', () => this.received.push('caught up'));
    subscription.on('error', (error: Error) => (this.error = error));
    subscription.on('data', (event: ResolvedEvent) => {
      this.events.push(event);
      this.received.push(event.event?.type ?? 'no event');
    });
  }

  async untilReceived(count: number): Promise<void> {
    await until(() => this.received.length >= count);
  }

  async untilEvents(count: number): Promise<void> {
    await until(() => this.events.length >= count);
  }

  async end(): Promise<void> {
    await this.#subscription.unsubscribe();
  }
}
