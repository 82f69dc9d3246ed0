import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Moves the expiry date, never to an earlier one. */
export class ExtendOrder extends CommandOnOrder {
  constructor(target: OrderTarget, extension: DataOf<'ExtendOrder'>) {
    super(target, { type: 'ExtendOrder', data: extension });
  }
}

@CommandHandler(ExtendOrder)
export class ExtendOrderHandler implements ICommandHandler<ExtendOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: ExtendOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}
