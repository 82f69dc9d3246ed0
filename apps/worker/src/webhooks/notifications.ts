import { Inject, Injectable } from '@nestjs/common';
import {
  EventLogDamaged,
  LedgerFault,
  orderStreamPrefix,
  readHistory,
  UnreadableEvent,
} from '#event-log';
import type { EventMetadata, EventStore, LoggedEvent } from '#event-log';
import { evolveBalance } from '#ledger';
import type { OrderBalance } from '#ledger';
import { listensTo, webhookEventOf } from '#webhooks';
import type { Listener, Notification, OrderFacts, WebhookEvent } from '#webhooks';
import { eventStoreToken } from '../connections/connections.module.js';

/**
 * Number of orders whose first event is kept in memory, because more events of the same order
 * usually follow soon.
 */
const rememberedMax = 10_000;
const readsMax = 16;

const withRemainingAmount: ReadonlySet<WebhookEvent> = new Set([
  'order.reauthorized',
  'order.extended',
]);

/**
 * Finds those events in a page (batch of events) of the log that webhook endpoints listen to, and
 * adds facts from the earlier events of the same orders.
 */
@Injectable()
export class Notifications {
  readonly #remembered = new Map<string, OrderFacts>();

  constructor(@Inject(eventStoreToken) private readonly eventStore: Pick<EventStore, 'read'>) {}

  async among(
    events: readonly LoggedEvent[],
    listeners: readonly Listener[],
  ): Promise<Notification[]> {
    const found = events.flatMap((logged): Notification[] => {
      const event = webhookEventOf(logged.type);
      if (event === undefined) return [];
      const notification = { event, logged };
      return listeners.some((listener) => listensTo(listener, notification)) ? [notification] : [];
    });
    const notifications: Notification[] = [];
    for (let first = 0; first < found.length; first += readsMax) {
      const batch = found.slice(first, first + readsMax);
      notifications.push(...(await Promise.all(batch.map((one) => this.#withOrder(one)))));
    }
    return notifications;
  }

  async #withOrder(notification: Notification): Promise<Notification> {
    const { event, logged } = notification;
    if (!logged.streamId.startsWith(orderStreamPrefix)) return notification;
    const order = this.#remembered.get(logged.streamId) ?? (await this.#factsOf(logged.streamId));
    const remainingBefore = withRemainingAmount.has(event)
      ? await unlessDamaged(() => this.#remainingBefore(logged))
      : undefined;
    return {
      ...notification,
      ...(order !== undefined && { order }),
      ...(remainingBefore !== undefined && { remainingBefore }),
    };
  }

  /** The amount, in the minor unit, that was left to capture before this event. */
  async #remainingBefore({ streamId, revision }: LoggedEvent): Promise<number | undefined> {
    const orderId = streamId.slice(orderStreamPrefix.length);
    let balance: OrderBalance | undefined;
    for await (const event of readHistory(this.eventStore, orderId)) {
      if (event.revision >= revision) break;
      balance = evolveBalance(balance, event);
    }
    return balance?.remaining;
  }

  async #factsOf(streamId: string): Promise<OrderFacts | undefined> {
    const read = { streamId, fromRevision: 0, eventsMax: 2 };
    const events = await unlessDamaged(() => this.eventStore.read(read));
    const [first, second] = events ?? [];
    if (first === undefined) return undefined;
    // The first event of an order is normally its registration, which has these fields. In a
    // damaged order it may be an event of any type, so the fields may be missing.
    const { orderNumber, currency } = (first.data ?? {}) as OrderFacts;
    const { action } = (second?.metadata ?? {}) as Partial<EventMetadata>;
    const status = action === 'register' ? ('authorized' as const) : ('pending' as const);
    const facts = { orderNumber, currency, status };
    this.#remember(streamId, facts);
    return facts;
  }

  #remember(streamId: string, facts: OrderFacts): void {
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= rememberedMax && oldest !== undefined) {
      this.#remembered.delete(oldest);
    }
    this.#remembered.set(streamId, facts);
  }
}

/**
 * Reads an order's stream. Returns `undefined` if the stream was deleted or cannot be folded, so
 * that one damaged order does not delay the messages of all others; an audit reports such an order.
 * A temporary fault is thrown.
 */
const unlessDamaged = async <Value>(read: () => Promise<Value>): Promise<Value | undefined> => {
  try {
    return await read();
  } catch (error) {
    const isDamage = error instanceof UnreadableEvent || error instanceof EventLogDamaged;
    if (error instanceof LedgerFault && !isDamage) throw error;
    return undefined;
  }
};
