import { Inject, Injectable } from '@nestjs/common';
import { actsFor, StoreDirectory } from '#access';
import type { Caller } from '#access';
import { buyerOf } from '#documents';
import type { OrderStory } from '#documents';
import type { EventStore, RecordedEvent } from '#event-log';
import { evolveBalance } from '#ledger';
import type { OrderBalance } from '#ledger';
import { OrderQueries, SettlementQueries } from '#read-models';
import { LedgerState } from '../../../services/ledger-state.js';
import { eventStoreToken } from '../../../services/service-tokens.js';
import { problems } from '../problems/problems.js';
import { ownHistory } from './visible-orders.js';

/**
 * Collects what the PDF about an order shows: its events from the log, and the buyer and the
 * settlements from the read models.
 */
@Injectable()
export class OrderStories {
  constructor(
    @Inject(eventStoreToken) readonly eventStore: EventStore,
    readonly ledger: LedgerState,
    private readonly orders: OrderQueries,
    private readonly settlements: SettlementQueries,
    private readonly stores: StoreDirectory,
  ) {}

  /**
   * Collects the story of an order.
   *
   * @throws HttpError 404 if there is no such order, or the caller does not act for its store
   */
  async of(caller: Caller, orderId: string): Promise<OrderStory> {
    const { order, events } = await this.historyOf(caller, orderId);
    const { storeId } = order;
    const [rule] = await this.stores.settlementRules([storeId]);
    const buyer = buyerOf((await this.orders.find(orderId))?.customer);
    return {
      order,
      events,
      settled: await this.settlements.ofOrder(orderId),
      store: await this.stores.find(storeId),
      timeZone: rule?.timeZone ?? 'UTC',
      ...(buyer !== undefined && { buyer }),
    };
  }

  private async historyOf(
    caller: Caller,
    orderId: string,
  ): Promise<{ readonly order: OrderBalance; readonly events: RecordedEvent[] }> {
    let order: OrderBalance | undefined;
    const events: RecordedEvent[] = [];
    for await (const event of ownHistory(this, caller, orderId)) {
      order = evolveBalance(order, event);
      if (!actsFor(caller, order.storeId)) throw problems.orderNotFound();
      events.push(event);
    }
    if (order === undefined) throw problems.orderNotFound();
    return { order, events };
  }
}
