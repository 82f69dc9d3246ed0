import { describe, expect, test } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { HttpError } from './http-error.js';
import { RequestHeadGuard } from './request-head.guard.js';

const check = (headers: Readonly<Record<string, string>>): boolean => {
  const request = { headers, contract: { bodyRules: {} } };
  const context = { switchToHttp: () => ({ getRequest: () => request }) };
  return new RequestHeadGuard().canActivate(context as unknown as ExecutionContext);
};

describe('the head of a request', () => {
  test.each([
    ...['user-agent', 'referer', 'x-forwarded-for', 'forwarded', 'via', 'sec-ch-ua', 'accept'],
    ...['accept-language', 'if-none-match', 'x-amzn-oidc-data', 'x-goog-iap-jwt-assertion'],
    ...['x-ms-client-principal', 'cf-access-jwt-assertion', 'x-envoy-peer-metadata'],
    ...['authorization', 'cart-token', 'cookie', 'traceparent', 'tracestate', 'baggage'],
    ...['accept-encoding', 'x-request-id', 'x-forwarded-client-cert', 'x-original-url', 'cf-ray'],
  ])('may have a long %s', (name) => {
    expect(check({ [name]: 'x'.repeat(8_000) })).toBe(true);
  });

  const bounded = [
    ...['idempotency-key', 'x-idempotency', 'ledger-position', 'last-event-id', 'prefer'],
    ...['nonce', 'x-wc-store-api-nonce', 'x-medusa-access-token', 'x-template-key', 'content-type'],
    ...['x-custom', 'accepted', 'x-message', 'x-realm'],
  ];

  test.each(bounded)('may have 256 characters in %s', (name) => {
    expect(check({ [name]: 'x'.repeat(256) })).toBe(true);
  });

  test.each(bounded)('is refused for 257 characters in %s, which it names', (name) => {
    const checked = () => check({ [name]: 'x'.repeat(257) });
    expect(checked).toThrow(HttpError);
    expect(checked).toThrow(
      expect.objectContaining({
        answer: expect.objectContaining({
          status: 400,
          violations: [{ path: [name], message: 'must have at most 256 characters' }],
        }),
      }),
    );
  });
});
