import { CommandHandler } from '@nestjs/cqrs';
import {
  CommandOnOrder,
  type DataOf,
  OrderCommandHandler,
  type OrderTarget,
} from './order-commands.js';

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
