import { beforeAll, describe, expect, test } from '@jest/globals';
import { useLedger } from '../ledger/testing/use-ledger.js';
import { describeFaults } from './testing/fault-cases.js';
import { describeFurtherCalls } from './testing/further-cases.js';
import { describeCancellations, describeCaptures } from './testing/gateway-cases.js';
import { describePublishedClient } from './testing/published-client.js';
import { describeCredentials, describeRequests } from './testing/request-cases.js';
import { error, tapped } from './testing/woo-answers.js';
import { WooStore } from './testing/woo-caller.js';

const ledger = useLedger({ TRUSTED_PROXIES: 'loopback' });
let shop: WooStore;

beforeAll(async () => {
  shop = await WooStore.make(ledger);
});

const intentOf = async (number: string, options: object = {}): Promise<string> => {
  const { status, body } = await shop.call(number, 'create_terminal_intent', options);
  expect([status, body]).toEqual([200, { id: expect.stringMatching(/^pi_[A-Za-z0-9]{24}$/) }]);
  return (body as { id: string }).id;
};

describe('a terminal payment', () => {
  test('is made, tapped and captured once, however often it is asked', async () => {
    const { number, id, intent } = await tapped(shop);
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
    // `ledger.demo` is the administrator's client, which does not act for this store. So the order
    // does not exist for this client.
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
    const { intent: ofOther } = await tapped(shop);
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

  test('of the same key with another value of metadata is another request', async () => {
    const { number } = await shop.pendingOrder();
    const headers = { 'Idempotency-Key': 'till-2' };
    const make = async (till: string) =>
      shop.call(number, 'create_terminal_intent', { metadata: { till } }, { headers });
    const [one, again, other] = [await make('1'), await make('1'), await make('2')];
    expect([one.status, again.body]).toEqual([200, one.body]);
    expect(other).toMatchObject(error(422, 'idempotency_key_reused'));
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
    const { number, intent } = await tapped(shop);
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
    const { intent: ofOther } = await tapped(shop);
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
    const { number, intent } = await tapped(shop);
    await shop.call(number, 'capture_terminal_payment', { payment_intent_id: intent });
    expect(await shop.call(number, 'create_customer')).toMatchObject(
      error(400, 'wcpay_invalid_order_status', 'Invalid order status'),
    );
    expect(await shop.call('abc', 'create_customer')).toMatchObject(error(404, 'rest_no_route'));
  });
});

describeCaptures(() => shop);
describeCancellations(() => shop);
describeFaults(() => shop);
describeFurtherCalls(() => shop);
describePublishedClient(ledger, () => shop);
describeRequests(ledger, () => shop);
describeCredentials(ledger, () => shop);
