import type { Instant, PaymentMethod } from '../order/order-events.js';
import type { VatShare } from './vat-share.js';

/**
 * One settled capture (`Purchase`) or one refund (`Return`) of a settlement. It holds no personal data, so that its
 * hash stays what it was when a person's data is erased.
 */
export interface SettlementLine {
  readonly type: 'Purchase' | 'Return';
  /** Of the capture or the refund. */
  readonly lineId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly paymentMethod: PaymentMethod;
  /** Of the capture; of a refund, the first capture that it gives back. */
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
