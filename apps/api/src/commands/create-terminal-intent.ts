import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Records a card-present payment intent that was made at the gateway. */
export class CreateTerminalIntent extends CommandOnOrder {
  constructor(target: OrderTarget, intent: DataOf<'CreateTerminalIntent'>) {
    super(target, { type: 'CreateTerminalIntent', data: intent });
  }
}

@CommandHandler(CreateTerminalIntent)
export class CreateTerminalIntentHandler implements ICommandHandler<CreateTerminalIntent> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: CreateTerminalIntent): Promise<Executed> {
    return this.orders.execute(command);
  }
}
