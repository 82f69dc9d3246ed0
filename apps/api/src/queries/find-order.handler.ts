import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { actsFor } from '#access';
import { OrderQueries } from '#read-models';
import { FindOrder } from './find-order.query.js';
import type { FoundOrder } from './find-order.query.js';

@QueryHandler(FindOrder)
export class FindOrderHandler implements IQueryHandler<FindOrder> {
  constructor(private readonly orders: OrderQueries) {}

  async execute({ caller, orderId, knownOrders }: FindOrder): Promise<FoundOrder> {
    const order = await this.orders.find(orderId);
    const isKnown = knownOrders === 'all' || order?.status !== 'Pending';
    if (order === undefined || !isKnown) return { kind: 'not-found' };
    return actsFor(caller, order.storeId) ? { kind: 'found', order } : { kind: 'of-other-store' };
  }
}
