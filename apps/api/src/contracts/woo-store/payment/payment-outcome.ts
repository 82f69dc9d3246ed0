import type { PaymentIntent } from '#gateway';
import type { Order } from '#ledger';
import { HttpError } from '../../../contract-kit/http-error.js';
import type { PaymentShown } from '../orders/checkout.response.js';

/** Outcome of a payment, with the order after it. */
export interface PaymentOutcome extends PaymentShown {
  readonly order: Order;
}

/** 400: the gateway, or the request itself, refuses; no card was declined. */
export const paymentRefused = (detail: string): HttpError =>
  new HttpError({
    status: 400,
    code: 'woocommerce_rest_checkout_process_payment_error',
    detail,
  });

/**
 * The customer has to authenticate, or the bank takes its time: the order stays as it is. Without
 * an address to go to, the gateway's own script in the browser asks, by the secret of the intent.
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

/** Nobody knows what happened at the gateway: the same checkout may be sent again. */
export const unknownOutcome = (order: Order): PaymentOutcome => ({ status: 'error', order });
