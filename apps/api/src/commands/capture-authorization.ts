import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Captures through the payment intent that the order holds. */
export class CaptureAuthorization extends CommandOnOrder {
  constructor(target: OrderTarget, authorization: DataOf<'CaptureAuthorization'>) {
    super(target, { type: 'CaptureAuthorization', data: authorization });
  }
}

@CommandHandler(CaptureAuthorization)
export class CaptureAuthorizationHandler implements ICommandHandler<CaptureAuthorization> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: CaptureAuthorization): Promise<Executed> {
    return this.orders.execute(command);
  }
}
