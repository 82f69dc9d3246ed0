import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Caller } from '#access';
import type { OrderView } from '#read-models';
import { FindOrder } from '../../../queries/find-order.query.js';
import { orderNotFound } from '../problems/refuse-problem.js';
import { orderIdOfPath } from '../requests/order-id.js';

/** The orders a caller may see; any other reads as one that is not there (invariant I8 of domain.md). */
@Injectable()
export class OwnOrders {
  constructor(private readonly queries: QueryBus) {}

  /** @throws RefusedRequest 404 */
  async find(caller: Caller, id: string): Promise<OrderView> {
    const found = await this.queries.execute(new FindOrder(caller, orderIdOfPath(id), 'all'));
    if (found.kind !== 'found') throw orderNotFound();
    return found.order;
  }
}
