import { describe, expect, test } from '@jest/globals';
import type { PaymentIntent } from '#gateway';
import { refusalOfIntent } from './order-payments.js';

const order = { orderId: 'o-1', total: 28_500, currency: 'SEK' };

const intent = (other: Partial<PaymentIntent> = {}): PaymentIntent => ({
  ...{ id: 'pi_1', status: 'requires_capture', currency: 'SEK', amount: 28_500 },
  ...{ capturable: 28_500, captured: 0, metadata: {} },
  ...other,
});

describe('a payment intent', () => {
  test.each<[string, Partial<PaymentIntent>]>([
    ['holds the amount', {}],
    ['holds more', { amount: 28_501, capturable: 28_501 }],
    ['was captured for this order', { metadata: { ledger_order: 'o-1' } }],
    ['is being processed', { status: 'processing', capturable: 0 }],
    ['has received the amount', { status: 'succeeded', capturable: 0, captured: 28_500 }],
  ])('that %s pays the order', (_, other) => {
    expect(refusalOfIntent(intent(other), order)).toBeUndefined();
  });

  test.each<[string, Partial<PaymentIntent>, string]>([
    ['holds less', { capturable: 28_499 }, 'PAYMENT_INTENT_INSUFFICIENT'],
    [
      'has received less',
      { status: 'succeeded', capturable: 28_500, captured: 28_499 },
      'PAYMENT_INTENT_INSUFFICIENT',
    ],
    ['is for less', { status: 'processing', amount: 28_499 }, 'PAYMENT_INTENT_INSUFFICIENT'],
    ['is in another currency', { currency: 'EUR' }, 'PAYMENT_INTENT_CURRENCY_MISMATCH'],
    ['was not paid', { status: 'requires_payment_method' }, 'PAYMENT_INTENT_NOT_CAPTURABLE'],
    ['was cancelled', { status: 'canceled' }, 'PAYMENT_INTENT_NOT_CAPTURABLE'],
    ['another order has', { metadata: { ledger_order: 'o-2' } }, 'PAYMENT_INTENT_MISMATCH'],
  ])('that %s does not', (_, other, code) => {
    expect(refusalOfIntent(intent(other), order)?.code).toBe(code);
  });
});
