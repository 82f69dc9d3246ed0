import { type Rejected, reject } from '../decision.js';
import type { AuthorizeOrderCommand } from '../order-commands.js';
import type { OrderAuthorizationFailed, OrderAuthorized } from '../order-events.js';
import type { OrderBalance } from '../order.js';
import { statusAt } from '../expiry.js';

/**
 * Records the result of a payment: a pending order is authorised, or stays pending with the failure
 * on record.
 */
export const authorizeOrder = (
  balance: OrderBalance,
  { at, data }: AuthorizeOrderCommand,
): OrderAuthorized | OrderAuthorizationFailed | Rejected => {
  const { orderId, total, currency } = balance;
  const status = statusAt(balance, at);
  if (status !== 'Pending') {
    return reject('AUTHORIZE_INVALID_STATUS', `The order is ${status}, not waiting for a payment.`);
  }
  const intent = data.paymentIntent !== undefined && { paymentIntent: data.paymentIntent };
  return data.outcome === 'authorized'
    ? {
        type: 'OrderAuthorized',
        data: { orderId, amount: total, currency, authorizedAt: at, ...intent },
      }
    : {
        type: 'OrderAuthorizationFailed',
        data: { orderId, reason: data.reason, failedAt: at, ...intent },
      };
};
