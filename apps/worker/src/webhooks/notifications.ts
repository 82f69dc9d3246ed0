import { Inject, Injectable } from '@nestjs/common';
import { LedgerFault, orderStreamPrefix, readHistory, UnreadableEvent } from '#event-log';
import type { EventMetadata, EventStore, LoggedEvent } from '#event-log';
import { evolveBalance } from '#ledger';
import type { OrderBalance } from '#ledger';
import { listensTo, webhookEventOf } from '#webhooks';
import type { Listener, OrderFacts, Notification, WebhookEvent } from '#webhooks';
import { eventStoreToken } from '../connections/connections.module.js';

/** Orders whose first event is remembered: their next events come soon, as a rule. */
const rememberedMax = 10_000;
const readsAtOnce = 16;

/** Finds in pages of the log what somebody is told of, and adds what only an order's first event says. */
@Injectable()
export class Notifications {
  private readonly remembered = new Map<string, OrderFacts>();

  constructor(@Inject(eventStoreToken) private readonly eventStore: Pick<EventStore, 'read'>) {}

  async among(
    events: readonly LoggedEvent[],
    listeners: readonly Listener[],
  ): Promise<Notification[]> {
    const candidates = events.flatMap((logged): Notification[] => {
      const event = webhookEventOf(logged.type);
      if (event === undefined) return [];
      const told = { event, logged };
      return listeners.some((listener) => listensTo(listener, told)) ? [told] : [];
    });
    const told: Notification[] = [];
    for (let first = 0; first < candidates.length; first += readsAtOnce) {
      const some = candidates.slice(first, first + readsAtOnce);
      told.push(...(await Promise.all(some.map(async (event) => this.withOrder(event)))));
    }
    return told;
  }

  private async withOrder(told: Notification): Promise<Notification> {
    const { streamId } = told.logged;
    if (!streamId.startsWith(orderStreamPrefix)) return told;
    const order = this.remembered.get(streamId) ?? (await this.factsOf(streamId));
    const remainingBefore = saysWhatWasLeft.has(told.event)
      ? await this.remainingBefore(told.logged)
      : undefined;
    return {
      ...told,
      ...(order !== undefined && { order }),
      ...(remainingBefore !== undefined && { remainingBefore }),
    };
  }

  /** What was left to capture before an event; unknown if the order's history cannot be folded, which an audit reports. */
  private async remainingBefore({
    streamId,
    revision,
  }: Notification['logged']): Promise<number | undefined> {
    const orderId = streamId.slice(orderStreamPrefix.length);
    let balance: OrderBalance | undefined;
    try {
      for await (const event of readHistory(this.eventStore, orderId)) {
        if (event.revision >= revision) break;
        balance = evolveBalance(balance, event);
      }
    } catch (error) {
      // Any other error is one of folding what no history can hold.
      if (error instanceof LedgerFault && !(error instanceof UnreadableEvent)) throw error;
      return undefined;
    }
    return balance?.remaining;
  }

  private async factsOf(streamId: string): Promise<OrderFacts | undefined> {
    const [first, second] = await this.eventStore.read({
      streamId,
      fromRevision: 0,
      eventsMax: 2,
    });
    if (first === undefined) return undefined;
    // The first event of an order is its registration; its authorisation is written with it or comes later.
    // Unless the order is damaged: then it may be anything.
    const { orderNumber, currency } = (first.data ?? {}) as OrderFacts;
    const isAuthorized =
      (second?.metadata as Partial<EventMetadata> | undefined)?.action === 'register';
    const [oldest] = this.remembered.keys();
    if (this.remembered.size >= rememberedMax && oldest !== undefined) {
      this.remembered.delete(oldest);
    }
    const status = isAuthorized ? ('authorized' as const) : ('pending' as const);
    const facts = { orderNumber, currency, status };
    this.remembered.set(streamId, facts);
    return facts;
  }
}

const saysWhatWasLeft: ReadonlySet<WebhookEvent> = new Set([
  'order.reauthorized',
  'order.extended',
]);
