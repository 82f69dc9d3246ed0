import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import type { Order } from '#ledger';
import { CommandOnOrder, type DataOf, type OrderTarget } from './command-on-order.js';
import { OrderCommands } from './order-commands.js';

/** Replaces what is not captured; an increase waits for an approval. */
export class ReauthorizeOrder extends CommandOnOrder {
  constructor(target: OrderTarget, authorization: DataOf<'ReauthorizeOrder'>) {
    super(target, { type: 'ReauthorizeOrder', data: authorization });
  }
}

@CommandHandler(ReauthorizeOrder)
export class ReauthorizeOrderHandler implements ICommandHandler<ReauthorizeOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: ReauthorizeOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}

/**
 * True if a reauthorisation of the order did not take effect at once; a repeat of the request gets
 * the same answer.
 */
export const requiredApproval = ({ reauthorizations }: Order, reauthorizationId: string): boolean =>
  reauthorizations?.made.get(reauthorizationId)?.requested === true;
