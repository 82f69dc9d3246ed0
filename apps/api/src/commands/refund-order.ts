import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Gives back an amount, or captured rows less fees and discounts. */
export class RefundOrder extends CommandOnOrder {
  constructor(target: OrderTarget, refund: DataOf<'RefundOrder'>) {
    super(target, { type: 'RefundOrder', data: refund });
  }
}

@CommandHandler(RefundOrder)
export class RefundOrderHandler implements ICommandHandler<RefundOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: RefundOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}
