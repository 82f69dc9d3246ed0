import type { Instant, OrderEvent, PaymentMethod } from '../order/order-events.js';
import type { Order, OrderBalance, OrderCapture } from '../order/order.js';
import type { TaxedRow } from '../order/row.js';
import { negated, vatPerRate, type VatShare } from './vat-per-rate.js';

/**
 * One settled capture (`Purchase`) or one refund (`Return`) of a settlement. It holds no personal
 * data, so that its hash stays what it was when a person's data is erased.
 */
export interface SettlementLine {
  readonly type: 'Purchase' | 'Return';
  /** The id of the capture or the refund. */
  readonly lineId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly paymentMethod: PaymentMethod;
  /** The capture; for a refund, the first capture that it gives back. */
  readonly captureId: string;
  /** Minor units; of a refund negative. */
  readonly amount: number;
  /** By rate, the lowest first; of a refund negative. */
  readonly vat: readonly VatShare[];
  /** When that capture was made. */
  readonly capturedAt: Instant;
  /** When the capture was settled, or the refund made. */
  readonly settledAt: Instant;
  /** The caller's reference of the capture or refund. */
  readonly reference?: string;
}

/**
 * The line that an event makes, if it makes one: a capture that settles at once, a requested
 * capture that the gateway settled, a refund once it is settled. `order` is the order after the
 * event.
 */
export const settlementLineOf = (order: Order, event: OrderEvent): SettlementLine | undefined => {
  const { balance } = order;
  switch (event.type) {
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return event.data.outcome === 'settled'
        ? purchaseLine(balance, event.data, event.data.capturedAt)
        : undefined;
    case 'CaptureSettled':
      return purchaseLine(balance, event.data, event.data.settledAt);
    case 'OrderRefunded':
      return event.data.outcome === 'requested'
        ? undefined
        : returnLine(balance, event.data, firstCapturedAt(order, event.data.captures));
    case 'RefundSettled': {
      const settled = { ...event.data, refundedAt: event.data.settledAt };
      return returnLine(balance, settled, firstCapturedAt(order, event.data.captures));
    }
    case 'OrderRegistered':
    case 'OrderAuthorized':
    case 'OrderAuthorizationFailed':
    case 'CaptureFailed':
    case 'OrderCancelled':
    case 'ReauthorizationRequested':
    case 'ReauthorizationRejected':
    case 'OrderReauthorized':
    case 'OrderExtended':
    case 'OrderExpired':
    case 'RefundFailed':
    case 'AuthorizationReleased':
    case 'TerminalIntentCreated':
    case 'CheckoutIntentCreated':
    case 'CustomerLinked':
    case 'ShopStatusChanged':
      return undefined;
  }
};

const firstCapturedAt = (
  { captures }: Order,
  [first]: readonly { readonly captureId: string }[],
): string | undefined =>
  first === undefined ? undefined : captures.get(first.captureId)?.capturedAt;

/** The data of the order in a line. */
export type LineOrder = Pick<OrderBalance, 'orderId' | 'orderNumber' | 'paymentMethod'>;

/** The data of the capture in a line. */
export type LineCapture = Pick<
  OrderCapture,
  'captureId' | 'amount' | 'rows' | 'capturedAt' | 'reference'
>;

/** The line of a capture that settled at `settledAt`. */
export const purchaseLine = (
  { orderId, orderNumber, paymentMethod }: LineOrder,
  { captureId, amount, rows, capturedAt, reference }: LineCapture,
  settledAt: Instant,
): SettlementLine => ({
  type: 'Purchase',
  lineId: captureId,
  orderId,
  orderNumber,
  paymentMethod,
  captureId,
  amount,
  vat: vatPerRate(rows),
  capturedAt,
  settledAt,
  ...(reference !== undefined && { reference }),
});

/** The data of the refund in a line. */
export interface LineRefund {
  readonly refundId: string;
  readonly amount: number;
  readonly rows: readonly TaxedRow[];
  /** The captures that it is taken from. */
  readonly captures: readonly { readonly captureId: string }[];
  readonly reference?: string;
  readonly refundedAt: Instant;
}

/** The line of a refund; `capturedAt` is that of the first capture it gives back. */
export const returnLine = (
  { orderId, orderNumber, paymentMethod }: LineOrder,
  { refundId, amount, rows, captures, reference, refundedAt }: LineRefund,
  capturedAt: Instant | undefined,
): SettlementLine => ({
  type: 'Return',
  lineId: refundId,
  orderId,
  orderNumber,
  paymentMethod,
  captureId: captures[0]?.captureId ?? refundId,
  amount: 0 - amount,
  vat: negated(vatPerRate(rows)),
  capturedAt: capturedAt ?? refundedAt,
  settledAt: refundedAt,
  ...(reference !== undefined && { reference }),
});

/**
 * True for the types of events that can make a line of a settlement (`settlementLineOf`). A search
 * for lines in the log skips orders without such an event.
 */
export const mayMakeLine: Readonly<Record<OrderEvent['type'], boolean>> = {
  OrderRegistered: false,
  OrderAuthorized: false,
  OrderAuthorizationFailed: false,
  OrderCaptured: true,
  OrderPartCaptured: true,
  OrderItemsReplaced: true,
  CaptureSettled: true,
  CaptureFailed: false,
  OrderCancelled: false,
  OrderRefunded: true,
  ReauthorizationRequested: false,
  ReauthorizationRejected: false,
  OrderReauthorized: false,
  OrderExtended: false,
  OrderExpired: false,
  RefundSettled: true,
  RefundFailed: false,
  AuthorizationReleased: false,
  TerminalIntentCreated: false,
  CheckoutIntentCreated: false,
  CustomerLinked: false,
  ShopStatusChanged: false,
};
