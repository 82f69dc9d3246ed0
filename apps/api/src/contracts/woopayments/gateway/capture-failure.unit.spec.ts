import { expect, test } from '@jest/globals';
import { captureFailed, escaped } from './capture-failure.js';

const prefix = 'Payment capture failed to complete with the following message: ';

test.each([
  ['card_declined', 402, 'wcpay_capture_error'],
  ['expired_card', 402, 'wcpay_capture_error'],
  ['amount_too_small', 400, 'wcpay_capture_error_amount_too_small'],
  ['amount_too_large', 400, 'wcpay_capture_error'],
  ['charge_expired_for_capture', 400, 'wcpay_capture_error'],
  ['a_code_of_tomorrow', 400, 'wcpay_capture_error'],
  ['resource_missing', 404, 'wcpay_capture_error'],
  ['gateway_error', 502, 'wcpay_capture_error'],
  [undefined, 502, 'wcpay_capture_error'],
])('a capture that failed with %s is answered %s', (failure, status, code) => {
  const { answer } = captureFailed({ reason: 'No', ...(failure && { code: failure }) });
  expect(answer).toEqual({ status, code, detail: `${prefix}No` });
});

test('a capture through an intent in the wrong state has the answer of that check', () => {
  expect(captureFailed({ reason: 'No', code: 'payment_intent_unexpected_state' }).answer).toEqual({
    ...{ status: 409, code: 'wcpay_payment_uncapturable' },
    detail: 'The payment cannot be captured',
  });
});

test('the gateway’s text is safe in a page', () => {
  expect(escaped(`<b> & "x" 'y'`)).toBe('&lt;b&gt; &amp; &quot;x&quot; &#039;y&#039;');
  expect(captureFailed({ reason: '<script>' }).answer.detail).toBe(`${prefix}&lt;script&gt;`);
});
