import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Records that the shop completed or archived the order. */
export class ChangeShopStatus extends CommandOnOrder {
  constructor(target: OrderTarget, change: DataOf<'ChangeShopStatus'>) {
    super(target, { type: 'ChangeShopStatus', data: change });
  }
}

@CommandHandler(ChangeShopStatus)
export class ChangeShopStatusHandler implements ICommandHandler<ChangeShopStatus> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: ChangeShopStatus): Promise<Executed> {
    return this.orders.execute(command);
  }
}
