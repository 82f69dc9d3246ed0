import { evolve } from '#ledger';
import type { Order } from '#ledger';
import type { Executed, LoadedOrder, OrderExecution, OrderRepository } from '#event-log';

/**
 * A repository that keeps orders in memory. Commands are decided as in the ledger, but no event is
 * written.
 */
export class OrdersInMemory implements Pick<OrderRepository, 'execute' | 'load'> {
  private readonly orders = new Map<string, Order>();
  private position = 0n;

  load(orderId: string): Promise<LoadedOrder | undefined> {
    const order = this.orders.get(orderId);
    const { position } = this;
    return Promise.resolve(order && { order, revision: order.revision, position, chain: '' });
  }

  execute({ orderId, decide }: OrderExecution): Promise<Executed> {
    const known = this.orders.get(orderId);
    const decision = decide(known);
    if (decision.kind === 'rejected') return Promise.resolve(decision);
    let order = known;
    if (decision.kind === 'accepted') {
      for (const event of decision.events) {
        order = evolve(order, { ...event, cause: decision.cause });
        this.position += 1n;
      }
    }
    if (order === undefined) throw new Error('An accepted command makes an order.');
    this.orders.set(orderId, order);
    return Promise.resolve({
      kind: 'accepted',
      replayed: decision.kind === 'replayed',
      revision: decision.kind === 'replayed' ? decision.revision : order.revision,
      position: this.position,
      order,
      ...(decision.captureId !== undefined && { captureId: decision.captureId }),
    });
  }
}
