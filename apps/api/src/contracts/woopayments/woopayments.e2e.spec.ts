import { beforeAll, describe, expect, test } from '@jest/globals';
import { useLedger } from '../ledger/testing/use-ledger.js';
import { describeFurtherCalls } from './testing/further-cases.js';
import { describeCancellations, describeCaptures } from './testing/gateway-cases.js';
import { describePublishedClient } from './testing/published-client.js';
import { oauthOf, send, WooStore } from './testing/woo-caller.js';

const ledger = useLedger({ TRUSTED_PROXIES: 'loopback' });
let shop: WooStore;

beforeAll(async () => {
  shop = await WooStore.make(ledger);
});

const error = (status: number, code: string, message: unknown = expect.any(String)) => ({
  status,
  body: { code, message, data: { status } },
});

const intentOf = async (number: string, options: object = {}): Promise<string> => {
  const { status, body } = await shop.call(number, 'create_terminal_intent', options);
  expect([status, body]).toEqual([200, { id: expect.stringMatching(/^pi_[A-Za-z0-9]{24}$/) }]);
  return (body as { id: string }).id;
};

const tapped = async (): Promise<{ number: string; id: string; intent: string }> => {
  const order = await shop.pendingOrder();
  const intent = await intentOf(order.number);
  await shop.tap(intent);
  return { ...order, intent };
};

describe('a terminal payment', () => {
  test('is made, tapped and captured once, however often it is asked', async () => {
    const { number, id, intent } = await tapped();
    const body = { payment_intent_id: intent };
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => shop.call(number, 'capture_terminal_payment', body)),
    );
    for (const { status, body: answer, headers } of answers) {
      expect([status, answer]).toEqual([200, { status: 'succeeded', id: intent }]);
      expect(headers.get('content-type')).toBe('application/json; charset=UTF-8');
    }
    const again = await shop.call(number, 'capture_terminal_payment', body);
    expect([again.status, again.body]).toEqual([200, { status: 'succeeded', id: intent }]);
    const other = await shop.call(number, 'capture_authorization', body);
    expect([other.status, other.body]).toEqual([200, { status: 'succeeded', id: intent }]);
    const order = await ledger.demo.get(`/v1/orders/${id}`);
    // The administrator does not act for the shop's store.
    expect(order.status).toBe(404);
  });

  test('takes the second of two intents, and then no other', async () => {
    const { number } = await shop.pendingOrder();
    const [first, second] = [await intentOf(number), await intentOf(number)];
    expect(first).not.toBe(second);
    await shop.tap(first);
    await shop.tap(second);
    const capture = async (intent: string) =>
      shop.call(number, 'capture_terminal_payment', { payment_intent_id: intent });
    expect(await capture(second)).toMatchObject({ status: 200 });
    expect(await capture(first)).toMatchObject(
      error(
        409,
        'wcpay_payment_uncapturable',
        'The payment cannot be captured for completed or processed orders.',
      ),
    );
  });

  test('needs an intent of this order that is tapped', async () => {
    const { number } = await shop.pendingOrder();
    const capture = async (intent: unknown) =>
      shop.call(number, 'capture_terminal_payment', { payment_intent_id: intent });
    const untapped = await intentOf(number);
    expect(await capture(untapped)).toMatchObject(
      error(409, 'wcpay_payment_uncapturable', 'The payment cannot be captured'),
    );
    const { intent: ofOther } = await tapped();
    expect(await capture(ofOther)).toMatchObject(
      error(409, 'wcpay_intent_order_mismatch', 'The payment cannot be captured'),
    );
    for (const wrong of ['pi_unknown', 'pi_', 'x', '', 1, ['pi_x'], { a: 1 }, '../../refunds'])
      expect(await capture(wrong)).toMatchObject(error(400, 'wcpay_server_error'));
  });

  test('is not made for an order that is paid by invoice', async () => {
    const invoice = { paymentMethod: 'invoice', authorization: { status: 'authorized' } };
    const { number } = await shop.pendingOrder(invoice);
    expect(await shop.call(number, 'create_terminal_intent')).toMatchObject(
      error(409, 'wcpay_payment_uncapturable'),
    );
  });

  test('of the same key is one intent', async () => {
    const { number } = await shop.pendingOrder();
    const headers = { 'Idempotency-Key': 'till-1' };
    const make = async (body: object) =>
      shop.call(number, 'create_terminal_intent', body, { headers });
    const [one, other] = [await make({}), await make({})];
    expect([one.status, other.body]).toEqual([200, one.body]);
    expect(await make({ metadata: { till: '2' } })).toMatchObject(
      error(422, 'idempotency_key_reused'),
    );
  });

  test.each([
    [{ payment_methods: ['card'] }],
    [{ payment_methods: [] }],
    [{ payment_methods: 'bitcoin' }],
    [{ capture_method: 'later' }],
    [{ metadata: 'x' }],
    [{ metadata: { a: { b: 1 } } }],
    [{ customer_id: 'nobody' }],
  ])('is refused for %j', async (options) => {
    const { number } = await shop.pendingOrder();
    const answer = await shop.call(number, 'create_terminal_intent', options);
    expect(answer).toMatchObject(error(400, 'wcpay_server_error'));
  });
});

describe('an authorisation', () => {
  test('of another order is a mismatch; a wrong amount is refused', async () => {
    const { number, intent } = await tapped();
    const body = { payment_intent_id: intent };
    const capture = async (more: object) =>
      shop.call(number, 'capture_authorization', { ...body, ...more });
    expect(await capture({})).toMatchObject(error(409, 'wcpay_intent_order_mismatch'));
    for (const amount of [0, -1, 1.5, 'x', '1e3'])
      expect(await capture({ amount })).toMatchObject(error(400, 'wcpay_invalid_capture_amount'));
  });
});

describe('an authorisation that an order holds', () => {
  const held = async (paymentMethod?: string) => {
    const order = await shop.authorizedOrder(paymentMethod);
    return { ...order, body: { payment_intent_id: order.intent } };
  };

  test('is captured in part, and then no more than is left', async () => {
    const { number, intent, body } = await held();
    const capture = async (more: object) =>
      shop.call(number, 'capture_authorization', { ...body, ...more });
    expect(await capture({ amount: 999_999 })).toMatchObject(
      error(400, 'wcpay_invalid_capture_amount'),
    );
    const first = await capture({ amount: 9_500 });
    expect([first.status, first.body]).toEqual([200, { status: 'succeeded', id: intent }]);
    const rest = await capture({});
    expect([rest.status, rest.body]).toEqual([200, { status: 'succeeded', id: intent }]);
  });

  test('that the gateway refuses to capture stays with the order', async () => {
    const { number, body } = await held('pm_card_visa_declineOnCapture');
    const capture = async (more: object = {}) =>
      shop.call(number, 'capture_authorization', { ...body, ...more });
    expect(await capture({ amount: 102 })).toMatchObject(
      error(
        402,
        'wcpay_capture_error',
        expect.stringMatching(/^Payment capture failed to complete with the following message: ./),
      ),
    );
    expect(await capture({ amount: 28_500 })).toMatchObject({ status: 200 });
  });

  test('is given up once; the order is closed then', async () => {
    const { number, intent, body } = await held();
    const cancel = async (more: object = body) => shop.call(number, 'cancel_authorization', more);
    const canceled = await cancel();
    expect([canceled.status, canceled.body]).toEqual([200, { status: 'canceled', id: intent }]);
    expect(await cancel()).toMatchObject(
      error(409, 'wcpay_payment_uncapturable', 'The payment cannot be canceled'),
    );
    expect(await shop.call(number, 'capture_terminal_payment', body)).toMatchObject(
      error(409, 'wcpay_payment_uncapturable'),
    );
    const { intent: ofOther } = await tapped();
    expect(await cancel({ payment_intent_id: ofOther })).toMatchObject(
      error(409, 'wcpay_intent_order_mismatch', 'The payment cannot be canceled'),
    );
  });
});

describe('a customer', () => {
  test('is made once, and the same on repeats', async () => {
    const customer = { email: 'anna@example.com', firstName: 'Anna', lastName: 'Berg' };
    const { number } = await shop.pendingOrder({ customer });
    const make = async () => shop.call(number, 'create_customer');
    const [one, two] = await Promise.all([make(), make()]);
    expect([one.status, one.body]).toEqual([200, { id: expect.stringMatching(/^cus_/) }]);
    expect(two.body).toEqual(one.body);
    expect((await make()).body).toEqual(one.body);
  });

  test('is not made of an order that is over, and needs a number', async () => {
    const { number, intent } = await tapped();
    await shop.call(number, 'capture_terminal_payment', { payment_intent_id: intent });
    expect(await shop.call(number, 'create_customer')).toMatchObject(
      error(400, 'wcpay_invalid_order_status', 'Invalid order status'),
    );
    expect(await shop.call('abc', 'create_customer')).toMatchObject(error(404, 'rest_no_route'));
  });
});

describeCaptures(() => shop);
describeCancellations(() => shop);
describeFurtherCalls(() => shop);
describePublishedClient(ledger, () => shop);

describe('a request', () => {
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
      expect(await shop.sendSigned('POST', address, { body: 'a=1', headers: form })).toMatchObject({
        status: 404,
      });
  });

  test('to an order of another store, or with its payment, finds nothing', async () => {
    const rival = await WooStore.make(ledger);
    const { number, intent } = await tapped();
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
      expect((await shop.sendSigned('POST', `payments/orders/${id}/create_customer`)).status).toBe(
        404,
      );
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

  test('is trimmed by _fields', async () => {
    const { number, intent } = await tapped();
    const body = { payment_intent_id: intent };
    const query = '_fields=status,other';
    const answer = await shop.call(number, 'capture_terminal_payment', body, { query });
    expect([answer.status, answer.body]).toEqual([200, { status: 'succeeded' }]);
  });
});

describe('credentials over http', () => {
  const path = '/wp-json/wc/v3/payments/orders/999999999999/create_customer';
  const call = async (query: URLSearchParams | string, headers: Record<string, string> = {}) =>
    send(`${ledger.url}${path}?${query.toString()}`, { method: 'POST', headers });
  const wrong = (message: string) => error(401, 'woocommerce_rest_authentication_error', message);

  test('are signed: Basic and plain keys count for nothing', async () => {
    const { consumerKey, consumerSecret } = shop.key;
    const basic = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64');
    const plain = `consumer_key=${consumerKey}&consumer_secret=${consumerSecret}`;
    for (const answer of [await call('', { Authorization: `Basic ${basic}` }), await call(plain)])
      expect(answer).toMatchObject(error(401, 'rest_forbidden'));
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
    // Neither of these has used the nonce up.
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
    const { keyId, ...key } = await WooStore.keyOf(ledger, shop.clientId, 'read_write');
    const use = async () => call(oauthOf(key, `${ledger.url}${path}`));
    expect((await use()).status).toBe(404);
    await ledger.demo.delete(`/v1/clients/${shop.clientId}/keys/${keyId}`);
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
