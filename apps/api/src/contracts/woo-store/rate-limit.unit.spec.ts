import { describe, expect, test } from '@jest/globals';
import { HttpError } from '../../contract-kit/http-error.js';
import { RateLimitGuard } from './rate-limit.js';

const limit = { requests: 2, seconds: 10 };

const refusal = (call: () => void): HttpError['answer'] | undefined => {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof HttpError) return error.answer;
    throw error;
  }
};

describe('the rate limit', () => {
  test('counts each address within its time', () => {
    const guard = new RateLimitGuard({ rateLimit: limit });
    const count = (address: string, at: number) =>
      refusal(() => {
        guard.count(limit, address, at);
      });
    expect([count('a', 0), count('a', 1)]).toEqual([undefined, undefined]);
    expect(count('a', 2_500)).toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      headers: {
        ...{ 'RateLimit-Limit': '2', 'RateLimit-Remaining': '0', 'RateLimit-Reset': '8' },
        'Retry-After': '8',
      },
    });
    expect(count('b', 2_500)).toBeUndefined();
    expect(count('a', 9_999)).toMatchObject({ headers: { 'Retry-After': '1' } });
    expect(count('a', 10_000)).toBeUndefined();
  });

  test('is off by default', () => {
    const guard = new RateLimitGuard({});
    const context = { switchToHttp: () => ({ getRequest: () => ({ ip: '1.2.3.4' }) }) };
    for (let calls = 0; calls < 100; calls += 1) {
      expect(guard.canActivate(context as never)).toBe(true);
    }
  });

  test('is asked of a request by its address', () => {
    const guard = new RateLimitGuard({ rateLimit: { requests: 1, seconds: 1 } });
    const from = (ip: string) =>
      ({ switchToHttp: () => ({ getRequest: () => ({ ip }) }) }) as never;
    expect(guard.canActivate(from('2001:db8::1'))).toBe(true);
    const again = refusal(() => guard.canActivate(from('2001:db8::2')));
    expect(again).toMatchObject({ status: 429 });
  });
});
