import type { OrderEvent, PaymentMethod } from '../order/order-events.js';
import type { Instant } from '../time/instant.js';
import type { Order, OrderBalance, OrderCapture } from '../order/order.js';
import type { TaxedRow } from '../order/row.js';
import { negated, vatPerRate, type VatShare } from './vat-per-rate.js';

/**
 * One settled capture (`Purchase`) or one refund (`Return`) of a settlement. A line contains no
 * personal data, so that its hash stays valid after a person's data are erased.
 */
export interface SettlementLine {
  readonly type: 'Purchase' | 'Return';
  /** Capture id or refund id. */
  readonly lineId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly paymentMethod: PaymentMethod;
  /** For a refund: the first capture from which the refund takes money. */
  readonly captureId: string;
  /** Minor units; negative for a refund. */
  readonly amount: number;
  /** By VAT rate, lowest first; negative for a refund. */
  readonly vat: readonly VatShare[];
  /** The time of the capture that `captureId` names. */
  readonly capturedAt: Instant;
  /** When the capture or the refund was settled. */
  readonly settledAt: Instant;
  /** The caller's reference of the capture or refund. */
  readonly reference?: string;
}

/**
 * The settlement line that an event makes, which is one capture or refund; `undefined` if the event
 * makes none. A line is made when the ledger settles a capture or refund at once, or when the
 * gateway reports that a requested one is settled. `order` is the state after the event.
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

/**
 * The members of an order that are repeated in each settlement line, that is, with each settled
 * capture or refund.
 */
export type LineOrder = Pick<OrderBalance, 'orderId' | 'orderNumber' | 'paymentMethod'>;

/** The members of a capture that a settlement shows (in a settlement line). */
export type LineCapture = Pick<
  OrderCapture,
  'captureId' | 'amount' | 'rows' | 'capturedAt' | 'reference'
>;

/** The line of a settlement for a capture that was settled at `settledAt`. */
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

/** The members of a refund that a settlement shows (in a settlement line). */
export interface LineRefund {
  readonly refundId: string;
  readonly amount: number;
  readonly rows: readonly TaxedRow[];
  /** The captures from which the refunded money is taken. */
  readonly captures: readonly { readonly captureId: string }[];
  readonly reference?: string;
  readonly refundedAt: Instant;
}

/**
 * The line of a settlement for a refund. `capturedAt` is the time of the first capture from which
 * the refund takes money.
 */
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
 * True for event types that can settle a capture or refund and so make a line of a settlement
 * (`settlementLineOf`). A search of the log for lines skips orders that have no event of these
 * types.
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
