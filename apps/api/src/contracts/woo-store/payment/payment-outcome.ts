import type { PaymentIntent } from '#gateway';
import type { Order } from '#ledger';
import { HttpError } from '../../../contract-kit/http-error.js';
import type { PaymentShown } from '../orders/checkout.response.js';

/** The outcome of a payment, and the order after the payment. */
export interface PaymentOutcome extends PaymentShown {
  readonly order: Order;
}

/** 400: the payment was refused, but not because the card was declined. */
export const paymentRefused = (detail: string): HttpError =>
  new HttpError({
    status: 400,
    code: 'woocommerce_rest_checkout_process_payment_error',
    detail,
  });

/**
 * The outcome while the customer has to authenticate or the bank has not answered. The order stays
 * `Pending`. With a redirect URL, the shop sends the customer to that page. Without one, the shop's
 * page runs the gateway's script, which needs the client secret of the intent.
 */
export const pendingOutcome = (
  order: Order,
  { redirectUrl, clientSecret }: PaymentIntent,
): PaymentOutcome => {
  if (redirectUrl === undefined) {
    const secret =
      clientSecret === undefined ? [] : [{ key: 'client_secret', value: clientSecret }];
    return { status: 'pending', order, details: secret };
  }
  const details = [{ key: 'redirect', value: redirectUrl }];
  return { status: 'pending', order, redirectUrl, details };
};

export const declinedOutcome = (order: Order, message: string): PaymentOutcome => ({
  ...{ status: 'failure', order },
  details: [{ key: 'errorMessage', value: message }],
});

/**
 * The outcome if nobody knows whether the card was authorised. The shopper may safely send the same
 * checkout again.
 */
export const unknownOutcome = (order: Order): PaymentOutcome => ({ status: 'error', order });
