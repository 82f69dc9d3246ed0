import { beforeAll, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { LedgerUnderTest } from '../../ledger/testing/use-ledger.js';
import { error, tapped } from './woo-answers.js';
import { oauthOf, send, WooStore } from './woo-caller.js';

/** Specs of URLs and parameters, including hostile ones. */
export const describeRequests = (ledger: LedgerUnderTest, shopOf: () => WooStore): void => {
  describe('a request', () => {
    let shop: WooStore;
    beforeAll(() => {
      shop = shopOf();
    });

    const unknown = 'No route was found matching the URL and request method.';
    test('to an unknown order, action or address is answered as WordPress does', async () => {
      for (const number of ['999999999999', 'abc', 'a_1'])
        expect(await shop.call(number, 'create_terminal_intent')).toMatchObject(
          error(404, 'wcpay_missing_order', 'Order not found'),
        );
      for (const [number, action] of [
        ['1', 'no_action'],
        ['1', 'create_customer/more'],
        ['a-1', 'create_terminal_intent'],
      ] as const)
        expect(await shop.call(number, action)).toMatchObject(error(404, 'rest_no_route', unknown));
      const path = `${ledger.url}/wp-json/wc/v3/payments/orders/1/create_customer`;
      for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
        expect(await send(path, { method })).toMatchObject(error(404, 'rest_no_route', unknown));
      expect((await send(path, { method: 'HEAD' })).status).toBe(404);
      const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
      for (const address of ['payments/orders/1/none', 'orders', 'payments/orders/1'])
        expect(
          await shop.sendSigned('POST', address, { body: 'a=1', headers: form }),
        ).toMatchObject({
          status: 404,
        });
    });

    test('to an order of another store, or with its payment, finds nothing', async () => {
      const rival = await WooStore.make(ledger);
      const { number, intent } = await tapped(shop);
      const body = { payment_intent_id: intent };
      expect(await rival.call(number, 'capture_terminal_payment', body)).toMatchObject(
        error(404, 'wcpay_missing_order'),
      );
      await rival.pendingOrder({ orderNumber: number });
      for (const action of ['capture_terminal_payment', 'cancel_authorization'])
        expect(await rival.call(number, action, body)).toMatchObject(
          error(409, 'wcpay_intent_order_mismatch'),
        );
      await shop.call(number, 'capture_terminal_payment', body);
      const receipt = `payments/readers/receipts/${intent}`;
      expect(await rival.sendSigned('GET', receipt)).toMatchObject({ status: 404 });
      expect(await shop.sendSigned('GET', receipt)).toMatchObject({ status: 200 });
    });

    test('that is hostile is refused as any other', async () => {
      const { number } = await shop.pendingOrder();
      const deep = `{"metadata":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`;
      const bodies = [
        ...['[]', '1', '"x"', '{"a":1,"a":2}', '{"metadata":{"a":"\\u0000"}}', '{"a":NaN}', deep],
        ...['{"metadata":{"a[b]":"1"}}', '{"metadata":{"a":"\\ud800"}}', '{"customer_id":1e999}'],
        ...['{"payment_methods":"card_present"}', '{"payment_methods":[["card_present"]]}'],
        ...['{"capture_method":["manual"]}', '{"metadata":[1]}', '{"order_id":[1]}'],
        `{"metadata":{"a":"${'x'.repeat(501)}"}}`,
        `{"metadata":{${Array.from({ length: 60 }, (_, index) => `"k${index}":"1"`).join()}}}`,
      ];
      for (const body of bodies) {
        const answer = await shop.call(number, 'create_terminal_intent', body);
        expect([body.slice(0, 60), answer.status]).toEqual([body.slice(0, 60), 400]);
      }
      const query = 'metadata[a]=%00';
      expect(await shop.call(number, 'create_terminal_intent', '', { query })).toMatchObject(
        error(400, 'rest_invalid_param'),
      );
      for (const id of ['%00', '%zz', '%C3', '..%2f1', 'x'.repeat(300), '1'.repeat(120)])
        expect(
          (await shop.sendSigned('POST', `payments/orders/${id}/create_customer`)).status,
        ).toBe(404);
      for (const key of ['', ' ', 'é', 'x'.repeat(129)])
        expect(
          (await shop.call(number, 'create_customer', '', { headers: { 'Idempotency-Key': key } }))
            .status,
        ).toBe(400);
    });

    test('takes parameters as PHP writes them in forms and queries', async () => {
      const { number } = await shop.pendingOrder();
      const body = 'payment_methods%5B%5D=interac_present&payment_methods%5B%5D=card_present';
      const answer = await shop.sendSigned(
        'POST',
        `payments/orders/${number}/create_terminal_intent`,
        {
          query: 'metadata[till]=7&customer_id=0',
          headers: { 'Content-Type': 'application/json' },
        },
      );
      expect(answer.status).toBe(200);
      const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const url = `${ledger.url}/wp-json/wc/v3/payments/orders/${number}/create_terminal_intent`;
      const oauth = oauthOf(shop.key, url, new URLSearchParams(body));
      const signed = await send(`${url}?${oauth.toString()}`, {
        method: 'POST',
        body,
        headers: form,
      });
      const { id } = signed.body as { id: string };
      const made = await fetch(`${ledger.gatewayUrl}/v1/payment_intents/${id}`, {
        headers: { Authorization: 'Bearer sk_test_sandbox' },
      });
      expect(await made.json()).toMatchObject({
        payment_method_types: ['interac_present', 'card_present'],
      });
      const forged = body.replace('interac', 'card');
      expect(
        await send(`${url}?${oauthOf(shop.key, url, new URLSearchParams(body)).toString()}`, {
          ...{ method: 'POST', body: forged, headers: form },
        }),
      ).toMatchObject({ status: 401 });
    });

    test('names a missing parameter to everybody, then asks who calls', async () => {
      const path = `${ledger.url}/wp-json/wc/v3/payments/orders/1/capture_terminal_payment`;
      const missing = {
        status: 400,
        body: {
          code: 'rest_missing_callback_param',
          message: 'Missing parameter(s): payment_intent_id',
          data: { status: 400, params: ['payment_intent_id'] },
        },
      };
      expect(await send(path, { method: 'POST' })).toMatchObject(missing);
      const nothing = await shop.call('1', 'capture_terminal_payment', { payment_intent_id: null });
      expect(nothing).toMatchObject(missing);
      expect(await send(`${path}?payment_intent_id=pi_1`, { method: 'POST' })).toMatchObject(
        error(401, 'rest_forbidden', 'Sorry, you are not allowed to do that.'),
      );
      expect(await shop.call('1', 'create_customer', '{')).toMatchObject(
        error(400, 'rest_invalid_json'),
      );
      expect(await shop.call('1', 'create_customer', { order_id: 2 })).toMatchObject({
        status: 400,
        body: { code: 'rest_invalid_param' },
      });
    });

    test('that is compressed is not read', async () => {
      const path = '1/capture_terminal_payment';
      for (const [type, content] of [
        ['application/json', '{"payment_intent_id":"pi_1"}'],
        ['application/x-www-form-urlencoded', 'payment_intent_id=pi_1'],
      ] as const) {
        const headers = { 'Content-Type': type, 'Content-Encoding': 'gzip' };
        const request = { body: gzipSync(content).toString('latin1'), headers };
        expect(await shop.sendSigned('POST', `payments/orders/${path}`, request)).toMatchObject(
          error(415, 'rest_unsupported_media_type'),
        );
      }
    });

    test('is trimmed by _fields', async () => {
      const { number, intent } = await tapped(shop);
      const body = { payment_intent_id: intent };
      const query = '_fields=status,other';
      const answer = await shop.call(number, 'capture_terminal_payment', body, { query });
      expect([answer.status, answer.body]).toEqual([200, { status: 'succeeded' }]);
    });
  });
};

/** Specs of credentials over http, where a caller must sign its requests (OAuth). */
export const describeCredentials = (ledger: LedgerUnderTest, shopOf: () => WooStore): void => {
  describe('credentials over http', () => {
    let shop: WooStore;
    beforeAll(() => {
      shop = shopOf();
    });

    const path = '/wp-json/wc/v3/payments/orders/999999999999/create_customer';
    const call = async (query: URLSearchParams | string, headers: Record<string, string> = {}) =>
      send(`${ledger.url}${path}?${query.toString()}`, { method: 'POST', headers });
    const wrong = (message: string) => error(401, 'woocommerce_rest_authentication_error', message);

    test('are signed: Basic and plain keys count for nothing', async () => {
      const { consumerKey, consumerSecret } = shop.key;
      const basic = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64');
      const plain = `consumer_key=${consumerKey}&consumer_secret=${consumerSecret}`;
      for (const answer of [
        await call('', { Authorization: `Basic ${basic}` }),
        await call(plain),
      ]) {
        expect(answer).toMatchObject(error(401, 'rest_forbidden'));
        expect(answer.headers.get('WWW-Authenticate')).toMatch(/^OAuth realm/);
      }
    });

    test('are checked in order: parameters, key, signature, timestamp, nonce', async () => {
      const url = `${ledger.url}${path}`;
      const signed = (changes: Record<string, string> = {}, key = shop.key) =>
        oauthOf(key, url, undefined, changes);
      const without = signed();
      without.delete('oauth_nonce');
      expect(await call(without)).toMatchObject(
        error(
          401,
          'woocommerce_rest_authentication_missing_parameter',
          'Missing OAuth parameter oauth_nonce',
        ),
      );
      const stranger = { ...shop.key, consumerKey: `ck_${'0'.repeat(40)}` };
      expect(await call(signed({}, stranger))).toMatchObject(wrong('Consumer key is invalid.'));
      const past = String(Math.floor(Date.now() / 1000) - 16 * 60);
      const forged = { ...shop.key, consumerSecret: `cs_${'0'.repeat(40)}` };
      expect(await call(signed({ oauth_timestamp: past }, forged))).toMatchObject(
        wrong('Invalid signature - provided signature does not match.'),
      );
      const nonce = { oauth_nonce: 'once-and-no-more' };
      for (const oauth_timestamp of [past, 'x', String(Math.floor(Date.now() / 1000) + 16 * 60)])
        expect(await call(signed({ ...nonce, oauth_timestamp }))).toMatchObject(
          wrong('Invalid timestamp.'),
        );
      // The requests above were refused because of their timestamps, so they must not have used up
      // the nonce.
      const missingOrder = { status: 404, body: { code: 'wcpay_missing_order' } };
      expect(await call(signed(nonce))).toMatchObject(missingOrder);
      expect(await call(signed(nonce))).toMatchObject(
        wrong('Invalid nonce - nonce has already been used.'),
      );
      const header = [...signed()]
        .map(([name, value]) => `${name}="${encodeURIComponent(value)}"`)
        .join(', ');
      expect(await call('', { Authorization: `OAuth ${header}` })).toMatchObject(missingOrder);
    });

    test('of a read key may not write', async () => {
      const key = await WooStore.keyOf(ledger, shop.clientId, 'read');
      expect(await call(oauthOf(key, `${ledger.url}${path}`))).toMatchObject(
        wrong('The API key provided does not have write permissions.'),
      );
    });

    test('of a revoked key count for nothing within 5 seconds', async () => {
      const key = await WooStore.keyOf(ledger, shop.clientId, 'read_write');
      const use = async () => call(oauthOf(key, `${ledger.url}${path}`));
      expect((await use()).status).toBe(404);
      const revoked = await ledger.demo.delete(key.location ?? '');
      expect(revoked.status).toBe(204);
      const revokedAt = Date.now();
      let answer = await use();
      while (answer.status !== 401 && Date.now() - revokedAt < 10_000) answer = await use();
      expect(answer).toMatchObject(wrong('Consumer key is invalid.'));
    });

    test('of a client without the right are answered 403', async () => {
      const other = await WooStore.make(ledger, { scopes: ['orders:read'] });
      expect(await other.call('1', 'create_customer')).toMatchObject(error(403, 'rest_forbidden'));
    });
  });
};
