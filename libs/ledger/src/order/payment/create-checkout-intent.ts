import { type Rejected, type Replayed, reject } from '../decision.js';
import type { CreateCheckoutIntentCommand } from '../order-commands.js';
import type { CheckoutIntentCreated } from '../order-events.js';
import type { Order } from '../order.js';

/**
 * Remembers the intent on which a checkout asks cards, before any card is asked. Of two that are
 * made at once the first recorded one counts, for both checkouts.
 */
export const createCheckoutIntent = (
  { balance, payment, revision }: Order,
  { at, data: { paymentIntent, replaces } }: CreateCheckoutIntentCommand,
): CheckoutIntentCreated | Rejected | Replayed => {
  const { orderId, status, total, currency } = balance;
  if (status !== 'Pending') {
    return reject('AUTHORIZE_INVALID_STATUS', `The order is ${status}, not waiting for a payment.`);
  }
  const known = payment.checkoutIntent;
  if (known !== undefined && known !== replaces) {
    return { kind: 'replayed', isByState: true, revision, paymentIntent: known };
  }
  return {
    type: 'CheckoutIntentCreated',
    data: { orderId, paymentIntent, amount: total, currency, createdAt: at },
  };
};
