import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Caller } from '#access';
import { readHistory } from '#event-log';
import type { EventStore } from '#event-log';
import type { OrderView } from '#read-models';
import { FindOrder } from '../../../queries/find-order.query.js';
import { eventStoreToken } from '../../../parts/part-tokens.js';
import { orderNotFound } from '../problems/refuse-problem.js';
import { orderIdOfPath } from '../requests/order-id.js';
import { orderAt } from './order-at.js';
import { orderMoment } from './order-moment.js';

/** The orders a caller may see; any other reads as one that is not there (invariant I8 of domain.md). */
@Injectable()
export class OwnOrders {
  constructor(
    private readonly queries: QueryBus,
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
  ) {}

  /** @throws RefusedRequest 404 */
  async find(caller: Caller, id: string): Promise<OrderView> {
    const found = await this.queries.execute(new FindOrder(caller, orderIdOfPath(id), 'all'));
    if (found.kind !== 'found') throw orderNotFound();
    return found.order;
  }

  /**
   * As it was at a revision or a time, from the log itself.
   *
   * @throws RefusedRequest 400 for no moment, 404
   */
  async findAt(caller: Caller, { id, at }: { id: string; at: string }): Promise<OrderView> {
    const moment = orderMoment(at);
    const history = readHistory(this.eventStore, orderIdOfPath(id));
    return orderAt(history, caller, moment);
  }
}
