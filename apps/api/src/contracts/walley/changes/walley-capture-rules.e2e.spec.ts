import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiUnderTest, otherStore } from '../../../../../../test/support/api-under-test.js';
import { until } from '../../../../../../test/support/until.js';
import { WalleyCaller, reasonsOf } from '../../../../../../test/support/walley-caller.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
let untouched: string;
beforeAll(async () => {
  await api.start();
  shop = await WalleyCaller.of(api.url);
  untouched = await shop.register();
});
afterAll(() => api.stop());

const expectRefused = async (orderId: string, body: unknown, reason: string): Promise<void> => {
  const answer = await shop.capture(orderId, body);
  expect([answer.status, reasonsOf(answer)]).toEqual([422, [reason]]);
  expect(answer.json).toEqual({
    id: answer.headers.get('x-request-id'),
    data: null,
    error: {
      code: 422,
      message: 'Unprocessable Entity',
      errors: [{ reason, message: expect.any(String) }],
    },
  });
};

const shoe = { id: '10001', description: 'Shoes', unitPrice: 95, quantity: 1, vat: 25 };
const long = 'x'.repeat(51);

describe('a capture refused by a rule is answered 422 with the reason', () => {
  test.each([
    ['CAPTURE_DESCRIPTION_TOO_LONG', { amount: 285, description: long }],
    ['CAPTURE_DESCRIPTION_TOO_LONG', { amount: 285, description: 'x'.repeat(100_000) }],
    ['CAPTURE_DESCRIPTION_TOO_LONG', { amount: 285, description: '😀'.repeat(51) }],
    ['CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE', { amount: -0.01 }],
    ['CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE', { amount: '-285.00' }],
    ['CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS', { amount: 285.001 }],
    ['CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS', { amount: '284.99999999999994' }],
    ['CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS', '{"amount": 1e-400}'],
    [
      'CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
      { amount: 95, items: [{ ...shoe, unitPrice: 95.005 }] },
    ],
    ['CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', { amount: 94, items: [shoe] }],
    ['CAPTURE_AMOUNT_TOO_LARGE', { amount: 285.01 }],
    ['CAPTURE_AMOUNT_TOO_LARGE', '{"amount": 1e308}'],
    ['CAPTURE_AMOUNT_TOO_LARGE', `{"amount": 1${'0'.repeat(400)}}`],
    ['CAPTURE_AMOUNT_TOO_LARGE', { amount: '99999999999999999999' }],
    ['CAPTURE_NOTHING_TO_CAPTURE', { amount: 0 }],
    ['CAPTURE_NOTHING_TO_CAPTURE', '{"amount": -0.0}'],
    ['ARTICLE_NOT_FOUND', { amount: 95, items: [{ ...shoe, id: 'nothing' }] }],
    ['ARTICLE_EXISTS_BUT_OTHER_INFORMATION', { amount: 90, items: [{ ...shoe, unitPrice: 90 }] }],
    [
      'ARTICLE_EXISTS_BUT_OTHER_INFORMATION',
      { amount: 95, items: [{ ...shoe, description: 'Boots' }] },
    ],
    ['ARTICLE_EXISTS_BUT_OTHER_INFORMATION', { amount: 95, items: [{ ...shoe, vat: 12 }] }],
    ['ARTICLE_QUANTITY_EXCEEDED', { amount: 190, items: [{ ...shoe, quantity: 2 }] }],
    ['ARTICLE_QUANTITY_EXCEEDED', { amount: 190, items: [shoe, shoe] }],
    ['ARTICLE_NOT_UNIQUE', { amount: 95, items: [{ unitPrice: 95, quantity: 1 }] }],
  ])('%s', async (reason, body) => {
    await expectRefused(untouched, body, reason);
  });

  test('CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT', async () => {
    const orderId = await shop.register();
    await shop.capture(orderId, { amount: 100 });
    await expectRefused(orderId, { amount: 186 }, 'CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT');
  });

  test('CAPTURE_ORDER_ALREADY_CAPTURED', async () => {
    const orderId = await shop.register();
    await shop.capture(orderId, { amount: 285 });
    await expectRefused(orderId, { amount: 285 }, 'CAPTURE_ORDER_ALREADY_CAPTURED');
    await expectRefused(orderId, { amount: 0 }, 'CAPTURE_ORDER_ALREADY_CAPTURED');
  });

  test('CAPTURE_ITEMS_REQUIRED', async () => {
    const orderId = await shop.register({ store: 'demo-b2b' });
    await expectRefused(orderId, { amount: 100 }, 'CAPTURE_ITEMS_REQUIRED');
    expect((await shop.capture(orderId, { amount: 285 })).status).toBe(202);
  });

  test('CAPTURE_INVALID_INVOICE_STATUS, from the moment the order expires', async () => {
    // The order expires after 5 seconds, so that even on a busy machine the first requests come
    // before it expires.
    const expiresAt = Date.now() + 5_000;
    const orderId = await shop.register({ expiresAt: new Date(expiresAt).toISOString() });
    // The ledger checks the order's status before the amount. So the reason of the refusal changes
    // when the order expires.
    const tooLarge = () => shop.capture(orderId, { amount: 999 });
    let refused = await tooLarge();
    expect(reasonsOf(refused)).toEqual(['CAPTURE_AMOUNT_TOO_LARGE']);
    await until(async () => {
      refused = await tooLarge();
      return reasonsOf(refused)[0] !== 'CAPTURE_AMOUNT_TOO_LARGE';
    });
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
    await expectRefused(orderId, { amount: 285 }, 'CAPTURE_INVALID_INVOICE_STATUS');
  });

  test('decimals in a currency without any, but zeros are fine', async () => {
    const rows = [
      { articleNumber: 'y', description: 'Y', unitPrice: 285, quantity: 1, vatRate: 10 },
    ];
    const orderId = await shop.register({ store: 'demo-jp', rows });
    await expectRefused(orderId, { amount: 284.5 }, 'CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS');
    const items = [{ id: 'y', unitPrice: 284.5, quantity: 1 }];
    await expectRefused(
      orderId,
      { amount: 285, items },
      'CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
    );
    expect((await shop.capture(orderId, '{"amount": 285.00}')).status).toBe(202);
    expect(await shop.order(orderId, 1)).toMatchObject({ totalAmount: 285 });
  });
});

describe('of several refusals the first in the documented order is the answer', () => {
  test.each([
    ['CAPTURE_DESCRIPTION_TOO_LONG', { amount: -1, description: long }],
    ['CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE', { amount: -1.001 }],
    [
      'CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS',
      { amount: 1.001, items: [{ ...shoe, unitPrice: 1.001 }] },
    ],
    [
      'CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
      { amount: 999, items: [{ ...shoe, unitPrice: 1.001 }] },
    ],
    ['CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', { amount: 999, items: [shoe] }],
    ['CAPTURE_AMOUNT_TOO_LARGE', { amount: 999, items: [{ ...shoe, unitPrice: 999 }] }],
  ])('%s', async (reason, body) => {
    await expectRefused(untouched, body, reason);
  });

  test('the status comes after the amounts’ form and before their size', async () => {
    const orderId = await shop.register();
    await shop.capture(orderId, { amount: 285 });
    await expectRefused(orderId, { amount: 1.001 }, 'CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS');
    await expectRefused(orderId, { amount: 999 }, 'CAPTURE_ORDER_ALREADY_CAPTURED');
    await expectRefused(orderId, { amount: 1, items: [shoe] }, 'CAPTURE_ORDER_ALREADY_CAPTURED');
  });
});

describe('before the rules', () => {
  const unknown = '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11';

  test('the shape is checked: 400 for an order that does not exist', async () => {
    expect((await shop.capture(unknown, {})).status).toBe(400);
    expect((await shop.capture('x', {})).status).toBe(400);
  });

  test.each([
    unknown,
    'x',
    '1',
    '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c1',
    "'; DROP TABLE orders; --",
    '..%2f',
    '%00',
  ])('the order %j is not found: 404', async (id) => {
    const captured = await shop.capture(id, { amount: -1 });
    expect(captured.status).toBe(404);
    expect(reasonsOf(captured)).toEqual(['NOT_FOUND']);
    expect((await shop.call(`/manage/orders/${id}`)).status).toBe(404);
  });

  test('an order that waits for its payment does not exist: 404', async () => {
    const orderId = await shop.register({ authorization: { status: 'pending' } });
    const captured = await shop.capture(orderId, { amount: -1 });
    expect([captured.status, reasonsOf(captured)]).toEqual([404, ['NOT_FOUND']]);
    await shop.order(await shop.register());
    expect((await shop.call(`/manage/orders/${orderId}`)).status).toBe(404);
  });

  test('an order of another store is not the caller’s: 403', async () => {
    const credentials = await api.createClient({ clientId: 'rival', stores: [otherStore] });
    const rival = await WalleyCaller.of(api.url, credentials);
    const captured = await rival.capture(untouched, { amount: -1 }, { 'X-Idempotency': 'k' });
    expect([captured.status, reasonsOf(captured)]).toEqual([403, ['FORBIDDEN']]);
    await shop.order(untouched);
    for (const query of ['', '?correlationId=8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11']) {
      const shown = await rival.call(`/manage/orders/${untouched}${query}`);
      expect([shown.status, reasonsOf(shown)]).toEqual([403, ['FORBIDDEN']]);
    }
    const pending = await shop.register({ authorization: { status: 'pending' } });
    await shop.order(await shop.register());
    expect((await rival.call(`/manage/orders/${pending}`)).status).toBe(404);
    expect((await rival.capture(untouched, {})).status).toBe(400);
    expect((await rival.capture(unknown, { amount: 1 })).status).toBe(404);
  });
});

test('nothing above was captured, and no error was unforeseen', async () => {
  expect((await shop.order(untouched)).invoices).toEqual([]);
  expect(api.failures).toEqual([]);
});
