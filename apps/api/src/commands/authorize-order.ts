import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Records how the payment of a pending order came out. */
export class AuthorizeOrder extends CommandOnOrder {
  constructor(target: OrderTarget, payment: DataOf<'AuthorizeOrder'>) {
    super(target, { type: 'AuthorizeOrder', data: payment });
  }
}

@CommandHandler(AuthorizeOrder)
export class AuthorizeOrderHandler implements ICommandHandler<AuthorizeOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: AuthorizeOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}
