import { Injectable } from '@nestjs/common';
import { OrderRepository } from '#event-log';
import type { Executed } from '#event-log';
import { decide, orderNotFound, orderOfOtherStore, permitted } from '#ledger';
import type { Order, OrderCommand, Rejected } from '#ledger';
import { LedgerState } from '../services/ledger-state.js';
import type { CommandOnOrder, OrderTarget } from './command-on-order.js';
import { originOf } from './command-request.js';

/** Executes commands on orders that are there, for callers who may act for them. */
@Injectable()
export class OrderCommands {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ledger: LedgerState,
  ) {}

  async execute(command: CommandOnOrder): Promise<Executed> {
    return this.onSound(command.target, async () => this.executeOnSound(command));
  }

  /** The order folded from the log, or the rejection for a caller who may not act for its store. */
  async find(target: OrderTarget): Promise<Order | Rejected> {
    return this.onSound(target, async () => {
      const order = known((await this.orders.load(target.orderId))?.order, target);
      if (order === undefined) return orderNotFound;
      const isOwn = target.request.caller.stores.includes(order.balance.storeId);
      return isOwn ? order : orderOfOtherStore;
    });
  }

  private async onSound<Result>(
    { orderId, request, knownOrders }: OrderTarget,
    work: () => Promise<Result>,
  ): Promise<Result | Rejected> {
    try {
      await this.ledger.assertSound(orderId);
      return await work();
    } catch (error) {
      const hidden = await this.ledger.hiddenDamage(error, request.caller, orderId);
      if (hidden === undefined) throw error;
      const isKnown = knownOrders === 'all' || hidden.status !== 'Pending';
      return isKnown ? orderOfOtherStore : orderNotFound;
    }
  }

  private executeOnSound({ target, change, actionId }: CommandOnOrder): Promise<Executed> {
    const { request, orderId } = target;
    const { idempotencyKey } = request;
    const command: OrderCommand = {
      ...change,
      orderId,
      at: request.at,
      actionId,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    const stores = new Set(request.caller.stores);
    return this.orders.execute({
      orderId,
      actionId,
      origin: originOf(request),
      decide: (order) => permitted(known(order, target), stores, (own) => decide(own, command)),
    });
  }
}

/** The order as the contract knows it: for some, one that waits for its payment is not there. */
const known = (order: Order | undefined, { knownOrders }: OrderTarget): Order | undefined =>
  knownOrders === 'authorised' && order?.balance.status === 'Pending' ? undefined : order;
