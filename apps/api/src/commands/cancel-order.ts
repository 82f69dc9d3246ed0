import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Cancels all that is not captured. */
export class CancelOrder extends CommandOnOrder {
  constructor(target: OrderTarget, cancellation: DataOf<'CancelOrder'>) {
    super(target, { type: 'CancelOrder', data: cancellation });
  }
}

@CommandHandler(CancelOrder)
export class CancelOrderHandler implements ICommandHandler<CancelOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: CancelOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}
