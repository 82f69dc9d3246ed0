import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '#access';
import type { EventStore } from '#event-log';
import { SettlementQueries } from '#read-models';
import type { OrderView } from '#read-models';
import { OrderLookup } from '../../../queries/order-lookup.js';
import { LedgerState } from '../../../services/ledger-state.js';
import { eventStoreToken } from '../../../services/service-tokens.js';
import { ownHistory } from '../history/own-history.js';
import { orderNotFound } from '../problems/refuse-problem.js';
import { orderIdOfPath } from '../requests/order-id.js';
import type { SettledLines } from '../settlements/settled-in.response.js';
import { orderAt } from './order-at.js';
import { orderMoment } from './order-moment.js';

export interface SettledOrder {
  readonly order: OrderView;
  readonly settled: SettledLines;
}

/** The orders a caller may see; any other reads as one that is not there (invariant I8 of domain.md). */
@Injectable()
export class OwnOrders {
  constructor(
    private readonly lookup: OrderLookup,
    @Inject(eventStoreToken) readonly eventStore: EventStore,
    readonly ledger: LedgerState,
    private readonly settlements: SettlementQueries,
  ) {}

  /** @throws RefusedRequest 404 */
  async find(caller: Caller, id: string): Promise<OrderView> {
    const orderId = orderIdOfPath(id);
    const found = await this.lookup.find(caller, { orderId, knownOrders: 'all' });
    if (found.kind !== 'found') throw orderNotFound();
    return found.order;
  }

  /** With the settlements of its captures and refunds, by their ids. @throws RefusedRequest 404 */
  async findSettled(caller: Caller, id: string): Promise<SettledOrder> {
    const order = await this.find(caller, id);
    const hasLines = order.captures.length > 0;
    return {
      order,
      settled: hasLines ? await this.settlements.ofOrder(order.orderId) : new Map(),
    };
  }

  /**
   * As it was at a revision or a time, from the log itself.
   *
   * @throws RefusedRequest 400 for no moment, 404
   */
  async findAt(caller: Caller, { id, at }: { id: string; at: string }): Promise<OrderView> {
    const moment = orderMoment(at);
    const history = ownHistory(this, caller, orderIdOfPath(id));
    return orderAt(history, caller, moment);
  }
}
