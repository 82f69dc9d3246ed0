import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { CommandOnOrder } from './command-on-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** A capture by items, of which there is at least one. */
export type ItemsCapture = Omit<DataOf<'RequestCapture'>, 'replaceItems'>;

/** Captures items, each matched to a row of the order (domain.md, "Matching an item to a row"). */
export class PartCaptureOrder extends CommandOnOrder {
  constructor(target: OrderTarget, capture: ItemsCapture) {
    super(target, { type: 'RequestCapture', data: { ...capture, replaceItems: false } });
  }
}

@CommandHandler(PartCaptureOrder)
export class PartCaptureOrderHandler implements ICommandHandler<PartCaptureOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: PartCaptureOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}
