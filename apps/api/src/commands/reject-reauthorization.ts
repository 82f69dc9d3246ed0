import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Ends a reauthorisation that waits, without effect. */
export class RejectReauthorization extends CommandOnOrder {
  constructor(target: OrderTarget, rejection: DataOf<'RejectReauthorization'>) {
    super(target, { type: 'RejectReauthorization', data: rejection });
  }
}

@CommandHandler(RejectReauthorization)
export class RejectReauthorizationHandler implements ICommandHandler<RejectReauthorization> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: RejectReauthorization): Promise<Executed> {
    return this.orders.execute(command);
  }
}
