import type { Rejected } from '../decision.js';
import type { CancelOrder } from '../order-commands.js';
import type { OrderCancelled } from '../order-events.js';
import type { Order } from '../order.js';
import { reject } from '../reject.js';
import { standingCaptures } from '../standing-captures.js';
import { statusAt } from '../status-at.js';
import { intentMismatch } from '../payment/payment-rejections.js';
import { rowsGivenUp } from './rows-given-up.js';

/** Gives up all that is not captured, also of an order that has expired (walley.md, "Cancel"). */
export const cancelOrder = (order: Order, { at, data }: CancelOrder): OrderCancelled | Rejected => {
  const { balance } = order;
  const refused = refusal(statusAt(balance, at));
  if (refused !== undefined) return refused;
  if (data.paymentIntent !== undefined && data.paymentIntent !== order.payment.paymentIntent) {
    return intentMismatch;
  }
  return {
    type: 'OrderCancelled',
    data: {
      orderId: balance.orderId,
      amount: balance.remaining,
      currency: balance.currency,
      rows: rowsGivenUp(balance),
      capturesStanding: standingCaptures(order),
      ...(data.reference !== undefined && { reference: data.reference }),
      cancelledAt: at,
    },
  };
};

const refusal = (status: ReturnType<typeof statusAt>): Rejected | undefined => {
  switch (status) {
    case 'NotActivated':
    case 'PartActivated':
    case 'Expired':
      return undefined;
    case 'Activated':
    case 'Returned':
      return reject('CANCEL_NOTHING_LEFT', 'Nothing of the order is left to cancel.');
    case 'Closed':
    case 'Pending':
      return reject('CANCEL_INVALID_INVOICE_STATUS', `The order is ${status}.`);
  }
};
