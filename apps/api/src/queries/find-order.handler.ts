import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { actsFor } from '#access';
import { OrderQueries } from '#read-models';
import { LedgerState } from '../parts/ledger-state.js';
import { FindOrder } from './find-order.query.js';
import type { FoundOrder } from './find-order.query.js';

@QueryHandler(FindOrder)
export class FindOrderHandler implements IQueryHandler<FindOrder> {
  constructor(
    private readonly orders: OrderQueries,
    private readonly ledger: LedgerState,
  ) {}

  async execute({ caller, orderId, knownOrders }: FindOrder): Promise<FoundOrder> {
    const order = await this.orders.find(orderId);
    const isKnown = knownOrders === 'all' || order?.status !== 'Pending';
    if (order !== undefined && isKnown && !actsFor(caller, order.storeId))
      return { kind: 'of-other-store' };
    // What is shown of a damaged order may lack captures, and an order whose first event is damaged is not shown at all.
    try {
      await this.ledger.assertSound(orderId);
    } catch (error) {
      if ((await this.ledger.hiddenDamage(error, caller, orderId)) === undefined) throw error;
      return isKnown ? { kind: 'of-other-store' } : { kind: 'not-found' };
    }
    return order === undefined || !isKnown ? { kind: 'not-found' } : { kind: 'found', order };
  }
}
