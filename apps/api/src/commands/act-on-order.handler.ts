import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { OrderRepository } from '#event-log';
import type { Executed } from '#event-log';
import { decide, orderNotFound, orderOfOtherStore, permitted } from '#ledger';
import type { Order, OrderCommand } from '#ledger';
import { LedgerState } from '../parts/ledger-state.js';
import { ActOnOrder } from './act-on-order.command.js';
import { originOf } from './origin-of.js';

@CommandHandler(ActOnOrder)
export class ActOnOrderHandler implements ICommandHandler<ActOnOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ledger: LedgerState,
  ) {}

  async execute(command: ActOnOrder): Promise<Executed> {
    try {
      await this.ledger.assertSound(command.orderId);
      return await this.executeOnSound(command);
    } catch (error) {
      const { caller } = command.request;
      const hidden = await this.ledger.hiddenDamage(error, caller, command.orderId);
      if (hidden === undefined) throw error;
      const isKnown = command.knownOrders === 'all' || hidden.status !== 'Pending';
      return isKnown ? orderOfOtherStore : orderNotFound;
    }
  }

  private executeOnSound(asked: ActOnOrder): Promise<Executed> {
    const { request, orderId, actionId, act, knownOrders } = asked;
    const { idempotencyKey } = request;
    const command: OrderCommand = {
      ...act,
      orderId,
      at: request.at,
      actionId,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    const stores = new Set(request.caller.stores);
    const known = (order: Order | undefined): Order | undefined =>
      knownOrders === 'authorised' && order?.balance.status === 'Pending' ? undefined : order;
    return this.orders.execute({
      orderId,
      actionId,
      origin: originOf(request),
      decide: (order) => permitted(known(order), stores, (own) => decide(own, command)),
    });
  }
}
