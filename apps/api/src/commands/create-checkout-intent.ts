import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Records the payment intent on which a checkout asks cards, before it asks one. */
export class CreateCheckoutIntent extends CommandOnOrder {
  constructor(target: OrderTarget, intent: DataOf<'CreateCheckoutIntent'>) {
    super(target, { type: 'CreateCheckoutIntent', data: intent });
  }
}

@CommandHandler(CreateCheckoutIntent)
export class CreateCheckoutIntentHandler implements ICommandHandler<CreateCheckoutIntent> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: CreateCheckoutIntent): Promise<Executed> {
    return this.orders.execute(command);
  }
}
