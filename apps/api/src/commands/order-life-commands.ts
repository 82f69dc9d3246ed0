import { CommandHandler } from '@nestjs/cqrs';
import type { Order } from '#ledger';
import {
  CommandOnOrder,
  type DataOf,
  OrderCommandHandler,
  type OrderTarget,
} from './order-commands.js';

/** Records that the payment of a waiting order succeeded or failed. */
export class AuthorizeOrder extends CommandOnOrder {
  constructor(target: OrderTarget, payment: DataOf<'AuthorizeOrder'>) {
    super(target, { type: 'AuthorizeOrder', data: payment });
  }
}

@CommandHandler(AuthorizeOrder)
export class AuthorizeOrderHandler extends OrderCommandHandler {}

/** Records the payment intent of a checkout before the customer's card is charged. */
export class CreateCheckoutIntent extends CommandOnOrder {
  constructor(target: OrderTarget, intent: DataOf<'CreateCheckoutIntent'>) {
    super(target, { type: 'CreateCheckoutIntent', data: intent });
  }
}

@CommandHandler(CreateCheckoutIntent)
export class CreateCheckoutIntentHandler extends OrderCommandHandler {}

/** Records a payment intent for a card terminal that was created at the gateway. */
export class CreateTerminalIntent extends CommandOnOrder {
  constructor(target: OrderTarget, intent: DataOf<'CreateTerminalIntent'>) {
    super(target, { type: 'CreateTerminalIntent', data: intent });
  }
}

@CommandHandler(CreateTerminalIntent)
export class CreateTerminalIntentHandler extends OrderCommandHandler {}

/** Records the customer that the card gateway created for the order. */
export class CreateCustomer extends CommandOnOrder {
  constructor(target: OrderTarget, customer: DataOf<'CreateCustomer'>) {
    super(target, { type: 'CreateCustomer', data: customer });
  }
}

@CommandHandler(CreateCustomer)
export class CreateCustomerHandler extends OrderCommandHandler {}

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

/** Refunds an amount, or captured rows after deducting fees and discounts. */
export class RefundOrder extends CommandOnOrder {
  constructor(target: OrderTarget, refund: DataOf<'RefundOrder'>) {
    super(target, { type: 'RefundOrder', data: refund });
  }
}

@CommandHandler(RefundOrder)
export class RefundOrderHandler extends OrderCommandHandler {}

/** Cancels everything that is not captured yet. */
export class CancelOrder extends CommandOnOrder {
  constructor(target: OrderTarget, cancellation: DataOf<'CancelOrder'>) {
    super(target, { type: 'CancelOrder', data: cancellation });
  }
}

@CommandHandler(CancelOrder)
export class CancelOrderHandler extends OrderCommandHandler {}

/** Moves the expiry date of the order to a later date. */
export class ExtendOrder extends CommandOnOrder {
  constructor(target: OrderTarget, extension: DataOf<'ExtendOrder'>) {
    super(target, { type: 'ExtendOrder', data: extension });
  }
}

@CommandHandler(ExtendOrder)
export class ExtendOrderHandler extends OrderCommandHandler {}

/** Records that the shop completed or archived the order. */
export class ChangeShopStatus extends CommandOnOrder {
  constructor(target: OrderTarget, change: DataOf<'ChangeShopStatus'>) {
    super(target, { type: 'ChangeShopStatus', data: change });
  }
}

@CommandHandler(ChangeShopStatus)
export class ChangeShopStatusHandler extends OrderCommandHandler {}
