import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Replaces what is not captured; an increase waits for an approval. */
export class ReauthorizeOrder extends CommandOnOrder {
  constructor(target: OrderTarget, authorization: DataOf<'ReauthorizeOrder'>) {
    super(target, { type: 'ReauthorizeOrder', data: authorization });
  }
}

@CommandHandler(ReauthorizeOrder)
export class ReauthorizeOrderHandler implements ICommandHandler<ReauthorizeOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: ReauthorizeOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}
