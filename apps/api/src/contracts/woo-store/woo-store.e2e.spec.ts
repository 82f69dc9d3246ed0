import { beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../../../../test/support/until.js';
import { useLedger } from '../ledger/testing/use-ledger.js';
import { signCartToken } from './session/cart-token.js';
import { browserCases } from './testing/browser-cases.js';
import {
  card,
  codeOf,
  email,
  fresh,
  hasSession,
  paymentIn,
  ShopCaller,
} from './testing/shop-caller.js';

const origin = 'https://shop.example';
const salt = 'salt-of-the-shop';

const ledger = useLedger({
  API_REPLICAS: '2',
  STORE_API_ORIGINS: origin,
  STORE_API_SALT: salt,
  STORE_API_HOSTS: 'other.example=other-shop',
  STORE_API_PAYMENT_METHODS: 'woocommerce_payments,bacs,cod',
});
const shop = new ShopCaller(ledger);
beforeAll(async () => {
  await shop.begin();
});

/** Expects that the whole amount is authorised exactly once, at the gateway and in the order. */
const expectOneAuthorisation = async (order: Awaited<ReturnType<ShopCaller['pending']>>) => {
  const held = (await shop.intents(order)).filter(({ status }) => status === 'requires_capture');
  expect(held.map(({ amount }) => amount)).toEqual([28_500]);
  const events = await shop.history(order);
  expect(events.filter((type) => type === 'OrderAuthorized')).toHaveLength(1);
};

describe('a card', () => {
  test('pays an order, which the merchant then captures', async () => {
    const order = await shop.pending();
    expect((await shop.show(order)).body).toMatchObject({
      ...{ status: 'pending', needs_payment: true, payment_method: '' },
      totals: { total_price: '28500', currency_code: 'SEK' },
    });
    const paid = await shop.pay(order);
    expect(paid.status).toBe(200);
    expect(paid.body).toMatchObject({
      ...{ order_id: Number(order.number), order_number: order.number, order_key: order.key },
      ...{ status: 'on-hold', customer_id: 0, customer_note: '', extensions: {} },
      ...{ payment_method: 'woocommerce_payments', additional_fields: {} },
      billing_address: { first_name: 'Anna', country: 'SE', email },
      payment_result: { payment_status: 'success', payment_details: [], redirect_url: '' },
      __experimentalCart: null,
    });
    expect(hasSession(paid)).toEqual(fresh);
    expect(await shop.history(order)).toEqual([
      ...['OrderRegistered', 'CheckoutIntentCreated', 'OrderAuthorized'],
    ]);
    expect(codeOf(await shop.pay(order))).toEqual([400, 'invalid_order_update_status']);
    await expectOneAuthorisation(order);
    await ledger.demo.post(`/v1/orders/${order.id}/captures`, { amount: 'remaining' });
    await until(async () => (await shop.show(order)).body['status'] === 'processing');
    expect(await shop.intents(order)).toMatchObject([{ status: 'succeeded' }]);
  });

  test('that is declined leaves the order to be paid by another', async () => {
    const order = await shop.pending();
    const declined = await shop.pay(order, card('pm_card_chargeDeclined'));
    expect([declined.status, declined.body['status']]).toEqual([400, 'failed']);
    expect(paymentIn(declined)).toMatchObject({ payment_status: 'failure' });
    expect(hasSession(declined)).toEqual(fresh);
    expect((await shop.pay(order, card('pm_card_chargeDeclined'))).status).toBe(400);
    expect((await shop.pay(order)).status).toBe(200);
    expect(await shop.history(order)).toEqual([
      ...['OrderRegistered', 'CheckoutIntentCreated', 'OrderAuthorizationFailed'],
      ...['OrderAuthorizationFailed', 'OrderAuthorized'],
    ]);
    await expectOneAuthorisation(order);
  });

  test('that asks for authentication pays once that is given', async () => {
    const order = await shop.pending();
    const asked = await shop.pay(order, card('pm_card_authenticationRequired'));
    const { redirect_url: url } = paymentIn(asked);
    expect([asked.status, asked.body['status']]).toEqual([202, 'pending']);
    expect(paymentIn(asked)).toMatchObject({
      ...{ payment_status: 'pending', payment_details: [{ key: 'redirect', value: url }] },
    });
    expect((await shop.pay(order, card('pm_card_authenticationRequired'))).status).toBe(202);
    await shop.sandbox(new URL(String(url)).pathname.replace('/sandbox', ''));
    // The gateway has authorised the first card, which the ledger does not know yet. A checkout
    // with a second card finds that authorisation and does not charge the second card.
    expect((await shop.pay(order, card('pm_card_mastercard'))).status).toBe(200);
    await expectOneAuthorisation(order);
  });

  test('that was authenticated is found when the order is shown', async () => {
    const order = await shop.pending();
    await shop.pay(order, card('pm_card_authenticationRequired'));
    const [intent] = await shop.intents(order);
    await shop.sandbox(`/intents/${intent?.id ?? ''}/authenticate`);
    expect((await shop.show(order)).body).toMatchObject({ status: 'on-hold' });
    await expectOneAuthorisation(order);
  });

  test('that the gateway does not know is refused with its words', async () => {
    const unknown = await shop.pay(await shop.pending(), card('pm_nobody'));
    const code = 'woocommerce_rest_checkout_process_payment_error';
    expect(codeOf(unknown)).toEqual([400, code]);
    expect(unknown.body['message']).toContain('pm_nobody');
    const none = await shop.pay(await shop.pending(), { payment_data: [] });
    expect(codeOf(none)).toEqual([400, code]);
    const rows = [{ description: 'A', unitPrice: 10, quantity: 1, vatRate: 25 }];
    expect(codeOf(await shop.pay(await shop.pending({ rows })))).toEqual([400, code]);
  });

  test('pays an order that was registered with the method invoice', async () => {
    const order = await shop.pending({ paymentMethod: 'invoice' });
    expect((await shop.pay(order)).status).toBe(200);
    const { body } = await ledger.demo.post(`/v1/orders/${order.id}/captures`, { amount: 28_500 });
    expect(body).toMatchObject({ status: 'requested' });
  });
});

describe('no card is authorised twice', () => {
  test('by checkouts at once, with one card or several', async () => {
    const cards = ['pm_card_visa', 'pm_card_visa', 'pm_card_mastercard', 'pm_card_amex'];
    const order = await shop.pending();
    const answers = await Promise.all(cards.map(async (one) => shop.pay(order, card(one))));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => ![200, 400, 503].includes(status))).toEqual([]);
    await expectOneAuthorisation(order);
  });

  test.each([
    ['/confirm', '500-after-effect'],
    ['/confirm', '500-before-effect'],
    ['/confirm', 'drop-after-effect'],
    ['/confirm', 'cut'],
    ['/v1/payment_intents', '500-after-effect'],
    ['/v1/payment_intents', 'drop-after-effect'],
  ])('after a fault of %s: %s', async (path, fault) => {
    const order = await shop.pending();
    await shop.sandbox('/faults', { fault, path, next: '1' });
    const first = await shop.pay(order);
    if (first.status !== 200) {
      expect([first.status, paymentIn(first)['payment_status']]).toEqual([503, 'error']);
      expect(first.headers.get('Retry-After')).toBe('1');
      expect((await shop.pay(order)).status).toBe(200);
    }
    await expectOneAuthorisation(order);
  });

  test('under one idempotency key, which has one answer', async () => {
    const order = await shop.pending();
    const key = { 'Idempotency-Key': 'k-1' };
    const [first, again] = [await shop.pay(order, {}, key), await shop.pay(order, {}, key)];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(codeOf(await shop.pay(order, card('pm_card_amex'), key))).toEqual([
      ...[422, 'idempotency_key_reused'],
    ]);
    await expectOneAuthorisation(order);
    const wrong = { 'Idempotency-Key': 'a b' };
    expect(codeOf(await shop.pay(order, {}, wrong))).toEqual([400, 'rest_invalid_param']);
  });

  test('under one idempotency key at once, with the same answer', async () => {
    const order = await shop.pending();
    const key = { 'Idempotency-Key': 'k-2' };
    const answers = await Promise.all([1, 2, 3, 4].map(async () => shop.pay(order, {}, key)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await expectOneAuthorisation(order);
  });

  test('under a key whose card was declined, until another key is given', async () => {
    const order = await shop.pending();
    const declined = card('pm_card_chargeDeclined');
    const first = await shop.pay(order, declined, { 'Idempotency-Key': 'd-1' });
    const again = await shop.pay(order, declined, { 'Idempotency-Key': 'd-1' });
    expect([first.status, again.status, again.body]).toEqual([400, 400, first.body]);
    expect((await shop.pay(order, {}, { 'Idempotency-Key': 'd-2' })).status).toBe(200);
  });
});

describe('an offline method', () => {
  test.each([
    ['bacs', 'on-hold', 'processing'],
    ['cod', 'processing', 'completed'],
  ])('%s is awaited, and settled by the ledger when it is captured', async (method, now, then) => {
    const order = await shop.pending();
    const paid = await shop.pay(order, { payment_method: method, payment_data: [] });
    expect([paid.status, paid.body['status'], paid.body['payment_method']]).toEqual([
      ...[200, now, method],
    ]);
    const { body } = await ledger.demo.post(`/v1/orders/${order.id}/captures`, { amount: 28_500 });
    expect(body).toMatchObject({ status: 'accepted' });
    expect((await shop.show(order)).body).toMatchObject({ status: then, payment_method: method });
    expect(await shop.intents(order)).toEqual([]);
  });

  test('gives a card up that was begun with', async () => {
    const order = await shop.pending();
    await shop.pay(order, card('pm_card_authenticationRequired'));
    expect((await shop.pay(order, { payment_method: 'cod' })).status).toBe(200);
    expect(await shop.intents(order)).toMatchObject([{ status: 'canceled' }]);
  });

  test('finds an order paid whose card was authorised meanwhile', async () => {
    const order = await shop.pending();
    await shop.pay(order, card('pm_card_authenticationRequired'));
    const [intent] = await shop.intents(order);
    await shop.sandbox(`/intents/${intent?.id ?? ''}/authenticate`);
    expect((await shop.pay(order, { payment_method: 'cod' })).body['status']).toBe('on-hold');
    await expectOneAuthorisation(order);
  });
});

describe('a checkout is refused', () => {
  const guard: [string, object, number, string][] = [
    ['without the key', { key: undefined }, 401, 'woocommerce_rest_invalid_order'],
    ['with another key', { key: 'wc_order_x' }, 401, 'woocommerce_rest_invalid_order'],
    [
      'without the address of the guest',
      { billing_email: undefined },
      ...([401, 'woocommerce_rest_invalid_billing_email'] as const),
    ],
    [
      'with another address',
      { billing_email: 'b@example.com' },
      ...([401, 'woocommerce_rest_invalid_billing_email'] as const),
    ],
    ['without billing', { billing_address: undefined }, 400, 'rest_missing_callback_param'],
    ['with a wrong shape', { payment_data: 'x' }, 400, 'rest_invalid_param'],
  ];

  test.each(guard)('%s, before the nonce is looked at', async (_what, body, status, code) => {
    const order = await shop.pending();
    const refused = await shop.pay(order, body, { Nonce: '0000000000' });
    expect(codeOf(refused)).toEqual([status, code]);
    expect(refused.body['data']).toMatchObject({ status });
    expect(hasSession(refused)).toEqual([false, false, false, false]);
    expect(await shop.history(order)).toEqual(['OrderRegistered']);
  });

  test.each<[string, object, number, string]>([
    ['without a nonce', { Nonce: '' }, 401, 'woocommerce_rest_missing_nonce'],
    ['with a wrong one', { Nonce: 'abcdef0123' }, 403, 'woocommerce_rest_invalid_nonce'],
    [
      'with a bad cart token alone',
      { Nonce: '', 'Cart-Token': 'x.y.z' },
      ...([401, 'woocommerce_rest_missing_nonce'] as const),
    ],
  ])('%s', async (_what, headers, status, code) => {
    const refused = await shop.pay(await shop.pending(), {}, headers as Record<string, string>);
    expect(codeOf(refused)).toEqual([status, code]);
    expect(hasSession(refused)).toEqual(fresh);
  });

  test.each<[string, object, string]>([
    [
      'for an unknown country',
      { billing_address: { country: 'XX' } },
      'woocommerce_rest_invalid_address_country',
    ],
    [
      'without the state of a country that needs it',
      { billing_address: { country: 'US', postcode: '1' } },
      'woocommerce_rest_invalid_address',
    ],
    [
      'without a method',
      { payment_method: undefined },
      'woocommerce_rest_checkout_missing_payment_method',
    ],
    [
      'with an empty method',
      { payment_method: '' },
      'woocommerce_rest_checkout_missing_payment_method',
    ],
    [
      'by a method that is not enabled',
      { payment_method: 'cheque' },
      'woocommerce_rest_checkout_payment_method_disabled',
    ],
  ])('%s', async (_what, body, code) => {
    const order = await shop.pending();
    const refused = await shop.pay(order, body);
    expect(codeOf(refused)).toEqual([400, code]);
    expect(hasSession(refused)).toEqual(fresh);
    expect(await shop.history(order)).toEqual(['OrderRegistered']);
  });

  test('of an order that is not there, or has nothing to pay', async () => {
    const nobody = { id: '', number: '999999999999', key: 'x' };
    const missing = await shop.pay(nobody);
    expect(codeOf(missing)).toEqual([404, 'woocommerce_rest_invalid_order']);
    expect(missing.body['message']).toBe('Invalid order ID.');
    expect(codeOf(await shop.pay({ ...nobody, number: '1'.repeat(40) }))[0]).toBe(404);
    expect(codeOf(await shop.pay({ ...nobody, number: 'abc' }))).toEqual([404, 'rest_no_route']);
    const rows = [{ description: 'A', unitPrice: 0, quantity: 1, vatRate: 25 }];
    const free = await shop.pay(await shop.pending({ rows }));
    expect(codeOf(free)).toEqual([400, 'invalid_order_update_status']);
  });

  test('past the expiry date of the order', async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const order = await shop.pending({ expiresAt });
    await until(() => Date.now() > Date.parse(expiresAt));
    expect((await shop.show(order)).body).toMatchObject({
      ...{ status: 'cancelled', needs_payment: false },
    });
    for (const body of [{}, { payment_method: 'cod' }])
      expect(codeOf(await shop.pay(order, body))).toEqual([400, 'invalid_order_update_status']);
    expect(await shop.history(order)).toEqual(['OrderRegistered']);
  });

  test.each(['{', '[1]', '"a"', '{"a": NaN}', '{"a": 1, "a": 2}', '{"a": "\\u0000"}'])(
    'as %j is no request',
    async (body) => {
      expect(codeOf(await shop.pay(await shop.pending(), body))).toEqual([
        400,
        'rest_invalid_json',
      ]);
    },
  );

  test('with a body that is too large, or none', async () => {
    const order = await shop.pending();
    expect((await shop.pay(order, `{"a": "${'x'.repeat(1_100_000)}"}`)).status).toBe(413);
    expect(codeOf(await shop.pay(order, ''))).toEqual([400, 'rest_missing_callback_param']);
  });
});

describe('the addresses in an answer', () => {
  test('for shipping are those of the request, of the order, or of billing', async () => {
    const [billing, declined] = [{ country: 'SE' }, card('pm_card_chargeDeclined')];
    const order = await shop.pending({
      customer: { email, shippingAddress: { city: 'Oslo', countryCode: 'NO' } },
    });
    const plain = await shop.pending();
    const cases = [
      [order, { shipping_address: { country: 'dk' } }, 'DK'],
      [order, { shipping_address: { country: '', city: ' ' } }, 'NO'],
      [order, {}, 'NO'],
      [plain, {}, 'SE'],
    ] as const;
    for (const [of, body, country] of cases) {
      const paid = await shop.pay(of, { ...declined, ...body, billing_address: billing });
      expect(paid.body).toMatchObject({ shipping_address: { country } });
    }
  });
});

describe('a nonce or a cart token', () => {
  test('may come under its older name, or be replaced by the token', async () => {
    const old = { Nonce: '', 'X-WC-Store-API-Nonce': shop.nonce };
    expect((await shop.pay(await shop.pending(), {}, old)).status).toBe(200);
    const { headers } = await shop.send('/v1/cart');
    const token = { Nonce: 'wrong', 'Cart-Token': headers.get('Cart-Token') ?? '' };
    expect((await shop.pay(await shop.pending(), {}, token)).status).toBe(200);
    const bad = { 'Cart-Token': 'x'.repeat(2_000) };
    expect((await shop.pay(await shop.pending(), {}, bad)).status).toBe(200);
  });

  test('lets a registered customer pay without a key, and no other', async () => {
    const customer = { email, registered: true, reference: '77' };
    const order = await shop.pending({ customer });
    expect(codeOf(await shop.pay(order))).toEqual([403, 'woocommerce_rest_invalid_user']);
    const secret = Buffer.from(`@${salt}`);
    const at = Math.floor(Date.now() / 1_000);
    const token = await signCartToken(secret, { userId: '77', at });
    const request = { key: undefined, billing_email: undefined };
    const paid = await shop.pay(order, request, { Nonce: '', 'Cart-Token': token });
    expect([paid.status, paid.body['customer_id']]).toEqual([200, 77]);
    expect(paid.headers.get('User-ID')).toBe('77');
  });
});

describe('an order is shown', () => {
  test('under the same guard', async () => {
    const order = await shop.pending();
    const shown = await shop.show(order);
    expect([shown.status, hasSession(shown)]).toEqual([200, fresh]);
    const wrong = await shop.show({ ...order, key: 'wc_order_x' });
    expect(codeOf(wrong)).toEqual([401, 'woocommerce_rest_invalid_order']);
    const bare = await shop.send(`/order/${order.number}?key=${order.key}`);
    expect(codeOf(bare)).toEqual([401, 'woocommerce_rest_invalid_billing_email']);
    expect(codeOf(await shop.show({ ...order, number: '99999999' }))[0]).toBe(404);
  });
});

browserCases({ shop, ledger, origin });
