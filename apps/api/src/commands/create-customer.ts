import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Records the gateway's customer of the order. */
export class CreateCustomer extends CommandOnOrder {
  constructor(target: OrderTarget, customer: DataOf<'CreateCustomer'>) {
    super(target, { type: 'CreateCustomer', data: customer });
  }
}

@CommandHandler(CreateCustomer)
export class CreateCustomerHandler implements ICommandHandler<CreateCustomer> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: CreateCustomer): Promise<Executed> {
    return this.orders.execute(command);
  }
}
