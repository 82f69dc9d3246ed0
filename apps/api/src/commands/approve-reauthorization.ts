import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Lets a reauthorisation that waits take effect. */
export class ApproveReauthorization extends CommandOnOrder {
  constructor(target: OrderTarget, approval: DataOf<'ApproveReauthorization'>) {
    super(target, { type: 'ApproveReauthorization', data: approval });
  }
}

@CommandHandler(ApproveReauthorization)
export class ApproveReauthorizationHandler implements ICommandHandler<ApproveReauthorization> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: ApproveReauthorization): Promise<Executed> {
    return this.orders.execute(command);
  }
}
