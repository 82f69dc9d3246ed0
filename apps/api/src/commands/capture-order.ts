import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** A capture that names no items. */
export type AmountCapture = Omit<DataOf<'RequestCapture'>, 'items' | 'replaceItems'>;

/**
 * Captures an amount without naming items. The order decides whether that is all that is left, with
 * the order's own rows, or a part by VAT rate (domain.md, "Capture").
 */
export class CaptureOrder extends CommandOnOrder {
  constructor(target: OrderTarget, capture: AmountCapture) {
    super(target, { type: 'RequestCapture', data: { ...capture, items: [], replaceItems: false } });
  }
}

@CommandHandler(CaptureOrder)
export class CaptureOrderHandler implements ICommandHandler<CaptureOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: CaptureOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}
