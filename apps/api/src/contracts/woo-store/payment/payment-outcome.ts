import type { PaymentIntent } from '#gateway';
import type { Order } from '#ledger';
import { HttpError } from '../../../contract-kit/http-error.js';
import type { PaymentShown } from '../orders/checkout.response.js';

/** The outcome of a payment, with the order after it. */
export interface PaymentOutcome extends PaymentShown {
  readonly order: Order;
}

/** 400: the payment was refused for another reason than a declined card. */
export const paymentRefused = (detail: string): HttpError =>
  new HttpError({
    status: 400,
    code: 'woocommerce_rest_checkout_process_payment_error',
    detail,
  });

/**
 * The customer has to authenticate, or the bank has not answered: the order stays as it is. If the
 * gateway gives no URL for the authentication, the shop's page runs the gateway's script, which
 * needs the intent's client secret.
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

/** The outcome at the gateway is unknown: sending the same checkout again is safe. */
export const unknownOutcome = (order: Order): PaymentOutcome => ({ status: 'error', order });
