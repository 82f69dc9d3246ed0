import { CaptureOrder } from './capture-order.js';
import type { DataOf, OrderTarget } from './command-on-order.js';
import { PartCaptureOrder } from './part-capture-order.js';
import { ReplaceOrderItems } from './replace-order-items.js';

/** A capture as a contract asks for it. */
export type RequestedCapture = DataOf<'RequestCapture'>;

/**
 * The command that a requested capture is, as far as the request alone says (domain.md, "Capture"):
 * whether an amount is all that is left is decided on the order, without reading it before.
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
