import { CommandHandler } from '@nestjs/cqrs';
import {
  CommandOnOrder,
  type DataOf,
  OrderCommandHandler,
  type OrderTarget,
} from './order-commands.js';

/** The data of a capture that a contract requests. */
export type RequestedCapture = DataOf<'RequestCapture'>;

/** A capture that names no items. */
type AmountCapture = Omit<RequestedCapture, 'items' | 'replaceItems'>;

/**
 * Captures an amount without naming items. If the amount is all that is left of the order, the
 * order captures its own rows; if the amount is less, the order divides it by VAT rate (domain.md,
 * "Capture").
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
 * Captures the given items in place of the order's rows; the rest of the uncaptured amount becomes
 * one row without VAT.
 */
export class ReplaceOrderItems extends CommandOnOrder {
  constructor(target: OrderTarget, capture: ItemsCapture) {
    super(target, { type: 'RequestCapture', data: { ...capture, replaceItems: true } });
  }
}

@CommandHandler(ReplaceOrderItems)
export class ReplaceOrderItemsHandler extends OrderCommandHandler {}

/**
 * The command for a capture that a contract requests (domain.md, "Capture"). A request without
 * items captures an amount; a request with items captures rows of the order, or replaces them.
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

/** Captures through the payment intent that the order holds. */
export class CaptureAuthorization extends CommandOnOrder {
  constructor(target: OrderTarget, authorization: DataOf<'CaptureAuthorization'>) {
    super(target, { type: 'CaptureAuthorization', data: authorization });
  }
}

@CommandHandler(CaptureAuthorization)
export class CaptureAuthorizationHandler extends OrderCommandHandler {}

/** Captures all that is left through a card-present payment. */
export class CaptureTerminalPayment extends CommandOnOrder {
  constructor(target: OrderTarget, payment: DataOf<'CaptureTerminalPayment'>) {
    super(target, { type: 'CaptureTerminalPayment', data: payment });
  }
}

@CommandHandler(CaptureTerminalPayment)
export class CaptureTerminalPaymentHandler extends OrderCommandHandler {}
