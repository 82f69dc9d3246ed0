import { Inject, Injectable } from '@nestjs/common';
import { orderStreamPrefix } from '#event-log';
import type { EventStore, LoggedEvent } from '#event-log';
import { listensTo, webhookEventOf } from '#webhooks';
import type { Listener, OrderFacts, ToldEvent } from '#webhooks';
import { eventStoreToken } from '../connections/connection-tokens.js';

/** Orders whose first event is remembered: their next events come soon, as a rule. */
const rememberedMax = 10_000;
const readsAtOnce = 16;

/** Finds in pages of the log what somebody is told of, and adds what only an order's first event says. */
@Injectable()
export class ToldEvents {
  private readonly remembered = new Map<string, OrderFacts>();

  constructor(@Inject(eventStoreToken) private readonly eventStore: Pick<EventStore, 'read'>) {}

  async among(
    events: readonly LoggedEvent[],
    listeners: readonly Listener[],
  ): Promise<ToldEvent[]> {
    const candidates = events.flatMap((logged): ToldEvent[] => {
      const event = webhookEventOf(logged.type);
      if (event === undefined) return [];
      const told = { event, logged };
      return listeners.some((listener) => listensTo(listener, told)) ? [told] : [];
    });
    const told: ToldEvent[] = [];
    for (let first = 0; first < candidates.length; first += readsAtOnce) {
      const some = candidates.slice(first, first + readsAtOnce);
      told.push(...(await Promise.all(some.map(async (event) => this.withOrder(event)))));
    }
    return told;
  }

  private async withOrder(told: ToldEvent): Promise<ToldEvent> {
    const { streamId } = told.logged;
    if (!streamId.startsWith(orderStreamPrefix)) return told;
    const order = this.remembered.get(streamId) ?? (await this.factsOf(streamId));
    return order === undefined ? told : { ...told, order };
  }

  private async factsOf(streamId: string): Promise<OrderFacts | undefined> {
    const [first] = await this.eventStore.read({ streamId, fromRevision: 0, eventsMax: 1 });
    if (first === undefined) return undefined;
    // The first event of an order is its registration.
    const { orderNumber, currency } = first.data as OrderFacts;
    const [oldest] = this.remembered.keys();
    if (this.remembered.size >= rememberedMax && oldest !== undefined) {
      this.remembered.delete(oldest);
    }
    const facts = { orderNumber, currency };
    this.remembered.set(streamId, facts);
    return facts;
  }
}
