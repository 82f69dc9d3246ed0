import { describe, expect, test } from '@jest/globals';
import type { LedgerUnderTest } from '../../ledger/testing/use-ledger.js';
import { card, codeOf, email, fresh, hasSession } from './shop-caller.js';
import type { ShopAnswer, ShopCaller } from './shop-caller.js';

interface Browser {
  readonly shop: ShopCaller;
  readonly ledger: LedgerUnderTest;
  /** The website (origin) whose pages may call the API from a browser. */
  readonly origin: string;
}

/** Specs of the calls that a browser makes around a checkout: session, URLs and CORS. */
export const browserCases = ({ shop, ledger, origin }: Browser): void => {
  describe('a session', () => {
    test.each(['/v1/cart', '/cart'])('begins with an empty cart at %s', async (path) => {
      const cart = await shop.send(path);
      expect([cart.status, cart.body['items'], cart.body['items_count']]).toEqual([200, [], 0]);
      expect(hasSession(cart)).toEqual(fresh);
      expect(cart.headers.get('Nonce')).toMatch(/^[0-9a-f]{10}$/);
      expect(cart.headers.get('User-ID')).toBe('0');
      expect(cart.headers.get('Content-Type')).toMatch(/^application\/json/);
    });

    test('goes on with its cart token', async () => {
      const tokenOf = ({ headers }: ShopAnswer): string => headers.get('Cart-Token') ?? '';
      const userOf = (token: string): unknown =>
        JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
      const first = tokenOf(await shop.send('/v1/cart'));
      const next = tokenOf(await shop.send('/v1/cart', { headers: { 'Cart-Token': first } }));
      const { user_id } = userOf(first) as { user_id: string };
      expect(userOf(next)).toMatchObject({ user_id });
    });
  });

  describe('addresses', () => {
    test('without a version are the same', async () => {
      const { number, key } = await shop.pending();
      const query = new URLSearchParams({ key, billing_email: email.toUpperCase() }).toString();
      const paid = await shop.send(`/checkout/${number}?${query}`, {
        method: 'POST',
        headers: { Nonce: shop.nonce },
        body: JSON.stringify({ ...card('pm_card_visa'), billing_address: { country: 'se' } }),
      });
      expect(paid.status).toBe(200);
    });

    test('of no call are unknown, as are other methods', async () => {
      expect(codeOf(await shop.send('/v1/products'))).toEqual([404, 'rest_no_route']);
      expect(codeOf(await shop.send('/v1/checkout/1'))).toEqual([404, 'rest_no_route']);
      expect(codeOf(await shop.send('/v1/cart', { method: 'POST', body: '{}' }))).toEqual([
        ...[404, 'rest_no_route'],
      ]);
    });

    test('are of the store of their host', async () => {
      const store = { store: 'other-shop', salesSegment: 'B2C', currency: 'NOK' };
      await ledger.demo.post('/v1/stores', store);
      expect(await shop.currencyAt('other.example')).toBe('NOK');
      expect(await shop.currencyAt('OTHER.example:8080')).toBe('NOK');
      expect(await shop.currencyAt('shop.example')).toBe('SEK');
    });
  });

  describe('pages of other origins', () => {
    const allowed = 'Access-Control-Allow-Origin';

    test('that are allowed may call, and read errors too', async () => {
      const asked = { Origin: origin, 'Access-Control-Request-Method': 'POST' };
      const preflight = await shop.send('/v1/checkout/1', { method: 'OPTIONS', headers: asked });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get(allowed)).toBe(origin);
      expect(preflight.headers.get('Access-Control-Allow-Credentials')).toBe('true');
      expect(preflight.headers.get('Access-Control-Allow-Methods')).toContain('POST');
      for (const name of ['Cart-Token', 'Nonce', 'X-WC-Store-API-Nonce'])
        expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain(name);
      for (const path of ['/v1/cart', '/v1/nothing', '/v1/order/1']) {
        const { headers } = await shop.send(path, { headers: { Origin: origin } });
        expect([headers.get(allowed), headers.get('Vary')]).toEqual([origin, 'Origin']);
        expect(headers.get('Access-Control-Expose-Headers')).toContain('Cart-Token');
      }
    });

    test('that are not allowed are told nothing', async () => {
      const asked = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
      const preflight = await shop.send('/v1/checkout/1', { method: 'OPTIONS', headers: asked });
      expect([preflight.headers.get(allowed), preflight.headers.get('Vary')]).toEqual([
        null,
        'Origin',
      ]);
      const cart = await shop.send('/v1/cart', { headers: { Origin: 'https://evil.example' } });
      expect([cart.status, cart.headers.get(allowed)]).toEqual([200, null]);
    });
  });
};
