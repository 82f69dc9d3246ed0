import { describe, expect, test } from '@jest/globals';
import { gatewayConnection, refuseSandbox } from './gateway-connection.js';
import { InvalidSettings, loadSettings } from './load-settings.js';
const connection = (environment: Record<string, string>) =>
  gatewayConnection(loadSettings(environment));

describe('the card gateway of the settings', () => {
  test('is none where neither its address nor a key is set', () => {
    expect(connection({})).toBeUndefined();
  });

  test('is Stripe where a key alone is set', () => {
    expect(connection({ STRIPE_SECRET_KEY: 'sk_live_a' })).toEqual({ secretKey: 'sk_live_a' });
  });

  test('is a sandbox where an address alone is set', () => {
    expect(connection({ STRIPE_API_BASE: 'http://127.0.0.1:12111' })).toEqual({
      ...{ apiBase: 'http://127.0.0.1:12111', secretKey: 'sk_test_sandbox' },
    });
  });

  test('needs a key where the address is that of Stripe', () => {
    expect(() => connection({ STRIPE_API_BASE: 'https://api.stripe.com' })).toThrow(
      'STRIPE_SECRET_KEY',
    );
  });

  test('gets no live key in clear text, unless it is on this machine', () => {
    const live = { STRIPE_SECRET_KEY: 'rk_live_a' };
    const base = (url: string) => ({ ...live, STRIPE_API_BASE: url });
    expect(() => connection(base('http://proxy.test:80'))).toThrow(InvalidSettings);
    expect(connection(base('https://proxy.test'))).toBeDefined();
    expect(connection(base('http://127.0.0.1:8080'))).toBeDefined();
  });

  test('a key of another form is refused, and not shown', () => {
    const load = () => connection({ STRIPE_SECRET_KEY: 'pk_live_abc' });
    expect(load).toThrow(/STRIPE_SECRET_KEY: found a value of 11 characters/);
  });
});

test('a sandbox runs neither in production nor with a live key', () => {
  const refuse = (environment: Record<string, string>) => () => {
    refuseSandbox(loadSettings(environment));
  };
  expect(refuse({})).not.toThrow();
  expect(refuse({ STRIPE_SECRET_KEY: 'sk_test_a' })).not.toThrow();
  expect(refuse({ STRIPE_SECRET_KEY: 'sk_live_a' })).toThrow('live key');
  expect(refuse({ NODE_ENV: 'production' })).toThrow('NODE_ENV');
});
