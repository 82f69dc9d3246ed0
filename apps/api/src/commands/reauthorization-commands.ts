import { CommandHandler } from '@nestjs/cqrs';
import type { Order } from '#ledger';
import {
  CommandOnOrder,
  type DataOf,
  OrderCommandHandler,
  type OrderTarget,
} from './order-commands.js';

/** Replaces the amount and rows that are not captured yet; an increase waits for an approval. */
export class ReauthorizeOrder extends CommandOnOrder {
  constructor(target: OrderTarget, authorization: DataOf<'ReauthorizeOrder'>) {
    super(target, { type: 'ReauthorizeOrder', data: authorization });
  }
}

@CommandHandler(ReauthorizeOrder)
export class ReauthorizeOrderHandler extends OrderCommandHandler {}

/**
 * True if a reauthorisation of the order had to wait for an approval. This stays true after the
 * approval, so that a repeat of the request gets the same answer.
 */
export const requiredApproval = ({ reauthorizations }: Order, reauthorizationId: string): boolean =>
  reauthorizations?.made.get(reauthorizationId)?.requested === true;

/** Approves a reauthorisation that waits for approval; the new amount then takes effect. */
export class ApproveReauthorization extends CommandOnOrder {
  constructor(target: OrderTarget, approval: DataOf<'ApproveReauthorization'>) {
    super(target, { type: 'ApproveReauthorization', data: approval });
  }
}

@CommandHandler(ApproveReauthorization)
export class ApproveReauthorizationHandler extends OrderCommandHandler {}

/** Rejects a reauthorisation that waits for approval; the order stays as it is. */
export class RejectReauthorization extends CommandOnOrder {
  constructor(target: OrderTarget, rejection: DataOf<'RejectReauthorization'>) {
    super(target, { type: 'RejectReauthorization', data: rejection });
  }
}

@CommandHandler(RejectReauthorization)
export class RejectReauthorizationHandler extends OrderCommandHandler {}
