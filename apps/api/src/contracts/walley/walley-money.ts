import { majorUnits } from '#ledger';
import type { OrderBalance, PaymentMethod } from '#ledger';

/** What is captured, requested and left: falls by cancellations, not by captures or refunds (walley.md). */
export const totalAmount = (
  order: Pick<OrderBalance, 'captured' | 'requested' | 'remaining' | 'currency'>,
): number => majorUnits(order.captured + order.requested + order.remaining, order.currency);

export const walleyPaymentMethods: Readonly<Record<PaymentMethod, string>> = {
  invoice: 'Invoice',
  card: 'Card',
};
