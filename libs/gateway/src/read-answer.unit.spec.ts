import { expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { readError } from './read-answer.js';

test.each([
  ['a half of a surrogate pair at its cut', `${'a'.repeat(499)}😀`, `${'a'.repeat(499)}\ufffd`],
  ['NUL', 'No\0 money', 'No\ufffd money'],
])('a refusal whose text has %s can be recorded', (_, sent, recorded) => {
  const error = Stripe.errors.StripeError.generate({
    type: 'card_error',
    statusCode: 402,
    code: 'card_declined',
    message: sent,
  } as never);
  expect(readError(error)).toMatchObject({
    refusal: { status: 402, code: 'card_declined', message: recorded },
  });
});
