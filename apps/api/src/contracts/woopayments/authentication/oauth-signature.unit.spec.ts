import { describe, expect, test } from '@jest/globals';
import { isSignatureMethod, signatureBase, signatureOf, signedUrl } from './oauth-signature.js';

const secret = `cs_${'b'.repeat(40)}`;
const capture = 'http://shop.test/wp-json/wc/v3/payments/orders/42/capture_terminal_payment';
const customer = 'http://shop.test/wp-json/wc/v3/payments/orders/42/create_customer';

const signed = (url: string, method: string, query: Record<string, string> = {}) =>
  signatureOf(
    {
      method: 'POST',
      url,
      parameters: {
        ...query,
        oauth_consumer_key: `ck_${'a'.repeat(40)}`,
        oauth_nonce: 'abcdefghijABCDEFGHIJ0123456789xy',
        oauth_signature_method: method,
        oauth_timestamp: '1700000000',
        oauth_version: '1.0',
      },
    },
    method,
    secret,
  ).toString('base64');

describe('a signature', () => {
  test.each([
    [
      capture,
      'HMAC-SHA256',
      { _fields: 'id,status' },
      '5EqZY63IbvpNUMUwTYzMVQWvxsbay39T0vKcboZvwoI=',
    ],
    [capture, 'HMAC-SHA1', { _fields: 'id,status' }, 'xHf6KexbBePl/LBcuAcAnpWAZNM='],
    [customer, 'HMAC-SHA256', {}, 'p88HrD3vWdr++PxG93Nyj1W9w4Z/9I/Q3y7h+Xth+ek='],
  ])('of %s by %s is that of the published vector', (url, method, query, expected) => {
    expect(signed(url, method, query)).toBe(expected);
  });

  test('is over everything but itself, in the order of encoded names', () => {
    const base = signatureBase({
      method: 'post',
      url: 'http://shop.test/a b',
      parameters: { b: "!'()*", 'a[x]': 'å&=', oauth_signature: 'x', A: '' },
    });
    expect(base).toBe(
      'POST&http%3A%2F%2Fshop.test%2Fa%20b&' +
        'A%3D%26a%255Bx%255D%3D%25C3%25A5%2526%253D%26b%3D%2521%2527%2528%2529%252A',
    );
  });

  test('is made by two methods', () => {
    expect(['HMAC-SHA256', 'HMAC-SHA1'].every(isSignatureMethod)).toBe(true);
    expect(['PLAINTEXT', 'hmac-sha1', 'toString', ''].some(isSignatureMethod)).toBe(false);
  });
});

test.each([
  ['http://shop.test:80/x?y=1', 'http://shop.test/x'],
  ['https://shop.test:443/x', 'https://shop.test/x'],
  ['http://SHOP.test:8080/x', 'http://shop.test:8080/x'],
])('%s is signed as %s', (address, url) => {
  expect(signedUrl(address)).toBe(url);
});
