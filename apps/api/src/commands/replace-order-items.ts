import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';
import type { ItemsCapture } from './part-capture-order.js';

/** Captures items as they are given; what is left becomes one row without VAT. */
export class ReplaceOrderItems extends CommandOnOrder {
  constructor(target: OrderTarget, capture: ItemsCapture) {
    super(target, { type: 'RequestCapture', data: { ...capture, replaceItems: true } });
  }
}

@CommandHandler(ReplaceOrderItems)
export class ReplaceOrderItemsHandler implements ICommandHandler<ReplaceOrderItems> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: ReplaceOrderItems): Promise<Executed> {
    return this.orders.execute(command);
  }
}
