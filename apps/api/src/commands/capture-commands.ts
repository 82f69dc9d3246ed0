import { CommandHandler } from '@nestjs/cqrs';
import {
  CommandOnOrder,
  type DataOf,
  OrderCommandHandler,
  type OrderTarget,
} from './order-commands.js';

export type RequestedCapture = DataOf<'RequestCapture'>;

/** A capture that names no items. */
type AmountCapture = Omit<RequestedCapture, 'items' | 'replaceItems'>;

/**
 * Captures an amount without naming items. If everything left of the order is captured, the capture
 * has the order's own rows. If the amount is smaller, it is divided among the VAT rates of the rows
 * (domain.md, "Capture").
 */
export class CaptureOrder extends CommandOnOrder {
  constructor(target: OrderTarget, capture: AmountCapture) {
    super(target, { type: 'RequestCapture', data: { ...capture, items: [], replaceItems: false } });
  }
}

@CommandHandler(CaptureOrder)
export class CaptureOrderHandler extends OrderCommandHandler {}

/** A capture that names at least one item. */
type ItemsCapture = Omit<RequestedCapture, 'replaceItems'>;

/** Captures items, each matched to a row of the order (domain.md, "Matching an item to a row"). */
export class PartCaptureOrder extends CommandOnOrder {
  constructor(target: OrderTarget, capture: ItemsCapture) {
    super(target, { type: 'RequestCapture', data: { ...capture, replaceItems: false } });
  }
}

@CommandHandler(PartCaptureOrder)
export class PartCaptureOrderHandler extends OrderCommandHandler {}

/**
 * Captures the given items instead of the order's rows. The rest of the uncaptured amount becomes
 * one new row without VAT, which can be captured later.
 */
export class ReplaceOrderItems extends CommandOnOrder {
  constructor(target: OrderTarget, capture: ItemsCapture) {
    super(target, { type: 'RequestCapture', data: { ...capture, replaceItems: true } });
  }
}

@CommandHandler(ReplaceOrderItems)
export class ReplaceOrderItemsHandler extends OrderCommandHandler {}

/**
 * Picks the command for a capture request (domain.md, "Capture"). A request without items captures
 * an amount. A request with items captures rows of the order, or replaces those rows.
 */
export const captureCommand = (
  target: OrderTarget,
  { replaceItems, ...capture }: RequestedCapture,
): CaptureOrder | PartCaptureOrder | ReplaceOrderItems => {
  if (capture.items.length === 0) return new CaptureOrder(target, capture);
  return replaceItems
    ? new ReplaceOrderItems(target, capture)
    : new PartCaptureOrder(target, capture);
};

/** Captures an order by capturing the card payment intent that the order already has. */
export class CaptureAuthorization extends CommandOnOrder {
  constructor(target: OrderTarget, authorization: DataOf<'CaptureAuthorization'>) {
    super(target, { type: 'CaptureAuthorization', data: authorization });
  }
}

@CommandHandler(CaptureAuthorization)
export class CaptureAuthorizationHandler extends OrderCommandHandler {}

/** Captures everything left of the order with a payment that was made on a card terminal. */
export class CaptureTerminalPayment extends CommandOnOrder {
  constructor(target: OrderTarget, payment: DataOf<'CaptureTerminalPayment'>) {
    super(target, { type: 'CaptureTerminalPayment', data: payment });
  }
}

@CommandHandler(CaptureTerminalPayment)
export class CaptureTerminalPaymentHandler extends OrderCommandHandler {}
