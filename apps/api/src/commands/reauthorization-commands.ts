import { CommandHandler } from '@nestjs/cqrs';
import type { Order } from '#ledger';
import {
  CommandOnOrder,
  type DataOf,
  OrderCommandHandler,
  type OrderTarget,
} from './order-commands.js';

/**
 * Replaces the amount and the rows that are not captured yet. A higher amount takes effect only
 * after an approval.
 */
export class ReauthorizeOrder extends CommandOnOrder {
  constructor(target: OrderTarget, authorization: DataOf<'ReauthorizeOrder'>) {
    super(target, { type: 'ReauthorizeOrder', data: authorization });
  }
}

@CommandHandler(ReauthorizeOrder)
export class ReauthorizeOrderHandler extends OrderCommandHandler {}

/**
 * True if this reauthorisation had to wait for an approval. The result stays true after the
 * approval, so that a repeated request gets the same answer as the first.
 */
export const requiredApproval = ({ reauthorizations }: Order, reauthorizationId: string): boolean =>
  reauthorizations?.made.get(reauthorizationId)?.requested === true;

/** Approves a reauthorisation that waits for approval. The new amount then takes effect. */
export class ApproveReauthorization extends CommandOnOrder {
  constructor(target: OrderTarget, approval: DataOf<'ApproveReauthorization'>) {
    super(target, { type: 'ApproveReauthorization', data: approval });
  }
}

@CommandHandler(ApproveReauthorization)
export class ApproveReauthorizationHandler extends OrderCommandHandler {}

/** Rejects a reauthorisation that waits for approval. The order does not change. */
export class RejectReauthorization extends CommandOnOrder {
  constructor(target: OrderTarget, rejection: DataOf<'RejectReauthorization'>) {
    super(target, { type: 'RejectReauthorization', data: rejection });
  }
}

@CommandHandler(RejectReauthorization)
export class RejectReauthorizationHandler extends OrderCommandHandler {}
