import { refused } from './problem-type.js';

/** The refusals of rules about card payments. */
export const paymentProblems = {
  PAYMENT_METHOD_NOT_CARD: refused('PAYMENT_METHOD_NOT_CARD', 'The order is not paid by card'),
  PAYMENT_ORDER_REFUNDED: refused(
    'PAYMENT_ORDER_REFUNDED',
    'The order is partly or wholly refunded',
  ),
  PAYMENT_ALREADY_PROCESSED: refused(
    'PAYMENT_ALREADY_PROCESSED',
    'The order was cancelled or holds another payment',
  ),
  PAYMENT_INTENT_MISMATCH: refused(
    'PAYMENT_INTENT_MISMATCH',
    "The payment intent is not the order's",
  ),
  PAYMENT_INTENT_NOT_CAPTURABLE: refused(
    'PAYMENT_INTENT_NOT_CAPTURABLE',
    'The payment intent cannot be captured in its status',
  ),
  PAYMENT_INTENT_NOT_FOUND: refused(
    'PAYMENT_INTENT_NOT_FOUND',
    'The gateway has no such payment intent',
  ),
  PAYMENT_INTENT_CURRENCY_MISMATCH: refused(
    'PAYMENT_INTENT_CURRENCY_MISMATCH',
    'The payment intent is in another currency than the order',
  ),
  PAYMENT_INTENT_INSUFFICIENT: refused(
    'PAYMENT_INTENT_INSUFFICIENT',
    'The payment intent holds less than the order comes to',
  ),
  PAYMENT_INTENT_REFUSED: refused('PAYMENT_INTENT_REFUSED', 'The gateway made no payment intent'),
  PAYMENT_AUTHORIZATION_LAPSED: refused(
    'PAYMENT_AUTHORIZATION_LAPSED',
    'The authorisation lapsed at the gateway',
  ),
} as const;
