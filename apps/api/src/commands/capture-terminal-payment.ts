import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Captures all that is left through a card-present payment. */
export class CaptureTerminalPayment extends CommandOnOrder {
  constructor(target: OrderTarget, payment: DataOf<'CaptureTerminalPayment'>) {
    super(target, { type: 'CaptureTerminalPayment', data: payment });
  }
}

@CommandHandler(CaptureTerminalPayment)
export class CaptureTerminalPaymentHandler implements ICommandHandler<CaptureTerminalPayment> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: CaptureTerminalPayment): Promise<Executed> {
    return this.orders.execute(command);
  }
}
