import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiUnderTest } from '../../../../../../test/support/api-under-test.js';
import { WalleyCaller, reasonsOf } from '../../../../../../test/support/walley-caller.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
beforeAll(async () => {
  await api.start();
  shop = await WalleyCaller.of(api.url);
});
afterAll(() => api.stop());

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const isoSeven = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00$/;

const shoes = { articleNumber: '10001', description: 'Shoes', price: 95, vatRate: 25 };
const shirt = { articleNumber: '10002', description: 'T-Shirt', price: 95, vatRate: 25 };

describe('a capture', () => {
  test('answers exactly 202, nothing in the body, and a relative Location', async () => {
    const orderId = await shop.register();
    const answer = await shop.capture(orderId, '{"amount": 285.0}');
    expect(answer.status).toBe(202);
    expect(answer.text).toBe('');
    expect(answer.headers.get('location')).toBe(`/manage/orders/${orderId}`);
    expect(answer.headers.get('x-request-id')).toMatch(uuid);
    expect(answer.headers.get('ledger-position')).toMatch(/^\d+$/);
    expect(answer.headers.has('idempotency-replayed')).toBe(false);
    expect(answer.headers.get('content-type')).toBeNull();
  });

  test('of the whole amount shows every row as captured', async () => {
    const orderId = await shop.register({ orderNumber: 'full-1' });
    const body = { amount: 285, description: 'All of it', actionReference: 'ship-1' };
    expect((await shop.capture(orderId, body)).status).toBe(202);
    expect(await shop.order(orderId, 1)).toEqual({
      id: orderId,
      reference: 'full-1',
      paymentMethod: 'Invoice',
      totalAmount: 285,
      currency: 'SEK',
      status: 'Activated',
      salesSegment: 'B2C',
      countryCode: null,
      productCode: null,
      placedAt: expect.stringMatching(isoSeven),
      expiresAt: expect.stringMatching(isoSeven),
      customer: {},
      deliveryAddress: {},
      invoiceAddress: {},
      items: [
        { ...shoes, quantity: 1, capturedQuantity: 1 },
        { ...shirt, quantity: 2, capturedQuantity: 2 },
      ],
      invoices: [
        {
          id: expect.stringMatching(uuid),
          status: 'Settled',
          amount: 285,
          refundedAmount: 0,
          description: 'All of it',
          actionReference: 'ship-1',
          capturedAt: expect.stringMatching(isoSeven),
          items: [
            { ...shoes, quantity: 1 },
            { ...shirt, quantity: 2 },
          ],
        },
      ],
    });
  });

  test('of some rows leaves the others', async () => {
    const orderId = await shop.register();
    const items = [
      { id: '10001', description: 'Shoes', unitPrice: 95.0, quantity: 1 },
      { id: '10002', description: 'T-Shirt', unitPrice: 95.0, quantity: 1 },
    ];
    expect((await shop.capture(orderId, { amount: 190, items })).status).toBe(202);
    const order = await shop.order(orderId, 1);
    expect(order).toMatchObject({ status: 'PartActivated', totalAmount: 285 });
    expect(order.items).toEqual([{ ...shirt, quantity: 1, capturedQuantity: 1 }]);
    expect(order.invoices).toMatchObject([
      { amount: 190, description: 'Capture', actionReference: null },
    ]);
  });

  test('by amount replaces the rows of a VAT rate by the captured one and one for the rest', async () => {
    const orderId = await shop.register();
    expect((await shop.capture(orderId, { amount: 100.5, description: 'First' })).status).toBe(202);
    const order = await shop.order(orderId, 1);
    const rest = { articleNumber: 'remainder', description: 'Remaining amount', price: 184.5 };
    expect(order.status).toBe('PartActivated');
    expect(order.items).toEqual([{ ...rest, quantity: 1, vatRate: 25, capturedQuantity: 0 }]);
    expect(order.invoices).toMatchObject([
      {
        amount: 100.5,
        items: [
          {
            ...{ articleNumber: 'capture', description: 'First' },
            ...{ price: 100.5, quantity: 1, vatRate: 25 },
          },
        ],
      },
    ]);
  });

  test('with replaceItems takes the rows as given and leaves one without VAT', async () => {
    const orderId = await shop.register();
    const items = [
      { id: 'x', description: 'Other', unitPrice: 100, quantity: 2, vat: 25, type: 'purchase' },
    ];
    expect((await shop.capture(orderId, { amount: 200, items, replaceItems: true })).status).toBe(
      202,
    );
    const order = await shop.order(orderId, 1);
    expect(order.items).toMatchObject([{ articleNumber: 'remainder', price: 85, vatRate: 0 }]);
    expect(order.invoices).toMatchObject([
      { amount: 200, items: [{ articleNumber: 'x', price: 100, quantity: 2, vatRate: 25 }] },
    ]);
  });

  test('of the items that GET shows captures the rest', async () => {
    const orderId = await shop.register();
    await shop.capture(orderId, {
      amount: 95,
      items: [{ id: '10002', unitPrice: 95, quantity: 1 }],
    });
    const { items } = await shop.order(orderId, 1);
    const back = items.map((item) => ({
      id: item.articleNumber,
      description: item.description,
      unitPrice: item.price,
      quantity: item.quantity,
      vat: item.vatRate,
    }));
    expect((await shop.capture(orderId, { amount: 190, items: back })).status).toBe(202);
    const order = await shop.order(orderId, 2);
    expect(order.status).toBe('Activated');
    expect(order.items).toEqual([
      { ...shirt, quantity: 2, capturedQuantity: 2 },
      { ...shoes, quantity: 1, capturedQuantity: 1 },
    ]);
  });

  test('of 0 completes an order of zero-priced rows', async () => {
    const rows = [{ description: 'Gift', unitPrice: 0, quantity: 1, vatRate: 25 }];
    const orderId = await shop.register({ rows });
    expect((await shop.capture(orderId, { amount: 0 })).status).toBe(202);
    expect(await shop.order(orderId, 1)).toMatchObject({ status: 'Activated', totalAmount: 0 });
  });

  test('is awaited by its X-Request-Id', async () => {
    const orderId = await shop.register();
    const id = '0B7E6F1E-8C1F-4A52-9B0B-3D5D3B0F7C11';
    const captured = await shop.capture(orderId, { amount: 285 }, { 'X-Request-Id': id });
    expect(captured.headers.get('x-request-id')).toBe(id);
    const shown = await shop.call(`/manage/orders/${orderId}?correlationId=${id}`);
    expect(shown.json).toMatchObject({ data: { status: 'Activated' }, links: {}, metaData: {} });
    expect(shown.json).not.toHaveProperty('error');
  });

  test('whose answer was lost is awaited by the X-Request-Id that its repeat is answered with', async () => {
    const orderId = await shop.register();
    const key = { 'X-Idempotency': 'lost' };
    const lost = await shop.capture(orderId, { amount: 285 }, key);
    const repeat = await shop.capture(orderId, { amount: 285 }, key);
    const id = repeat.headers.get('x-request-id')!;
    expect(id).toBe(lost.headers.get('x-request-id'));
    expect((await shop.call(`/manage/orders/${orderId}?correlationId=${id}`)).status).toBe(200);
    const named = { ...key, 'X-Request-Id': '0b7e6f1e-8c1f-4a52-9b0b-3d5d3b0f7c12' };
    const answer = await shop.capture(orderId, { amount: 285 }, named);
    expect(answer.headers.get('x-request-id')).toBe(named['X-Request-Id']);
  });

  test('that never was is not awaited for ever', async () => {
    const orderId = await shop.register();
    const unknown = await shop.call(
      `/manage/orders/${orderId}?correlationId=11111111-1111-4111-8111-111111111111`,
    );
    expect(unknown.status).toBe(404);
    const malformed = await shop.call(`/manage/orders/${orderId}?correlationId=x`);
    expect(malformed.status).toBe(404);
  });
});

describe('fifty part captures of one order at once', () => {
  test('never take more than its amount', async () => {
    const rows = [
      { articleNumber: 'a', description: 'A', unitPrice: 1000, quantity: 30, vatRate: 25 },
    ];
    const orderId = await shop.register({ rows });
    const items = [{ id: 'a', unitPrice: 10, quantity: 1 }];
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => shop.capture(orderId, { amount: 10, items })),
    );
    const refused = answers.filter(({ status }) => status !== 202);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(30);
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([422]));
    expect(new Set(refused.flatMap(reasonsOf))).toEqual(
      new Set(['CAPTURE_ORDER_ALREADY_CAPTURED']),
    );
    const order = await shop.order(orderId, 30);
    expect(order.invoices.reduce((sum, { amount }) => sum + amount, 0)).toBe(300);
  });
});

describe('X-Idempotency', () => {
  test('twenty repeats at once have one effect and the same answer', async () => {
    const orderId = await shop.register();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        shop.capture(orderId, { amount: 100 }, { 'X-Idempotency': 'k' }),
      ),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(202);
      expect(answer.text).toBe('');
      expect(answer.headers.get('location')).toBe(`/manage/orders/${orderId}`);
    }
    const replayed = answers.filter(
      ({ headers }) => headers.get('idempotency-replayed') === 'true',
    );
    expect(replayed).toHaveLength(19);
    expect(new Set(answers.map(({ headers }) => headers.get('ledger-position'))).size).toBe(1);
    expect((await shop.order(orderId, 1)).invoices).toMatchObject([{ amount: 100 }]);
  });

  test.each([
    '{"amount": 285.0}',
    '{"amount": "285.00"}',
    '{"Amount": 2.85e2, "items": [], "description": null}',
    '{"amount": "285", "replaceItems": false, "unknown": 1}',
  ])('takes %s for the same request as {"amount": 285}', async (again) => {
    const orderId = await shop.register();
    const headers = { 'X-Idempotency': '5b1f0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21' };
    expect((await shop.capture(orderId, '{"amount": 285}', headers)).status).toBe(202);
    const repeat = await shop.capture(orderId, again, headers);
    expect(repeat.status).toBe(202);
    expect(repeat.headers.get('idempotency-replayed')).toBe('true');
  });

  test('refuses the key for another request, before any other rule', async () => {
    const orderId = await shop.register();
    const headers = { 'X-Idempotency': 'k' };
    expect((await shop.capture(orderId, { amount: 285 }, headers)).status).toBe(202);
    const other = await shop.capture(orderId, { amount: -1 }, headers);
    expect(other.status).toBe(422);
    expect(reasonsOf(other)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('is not used up by a refused request', async () => {
    const orderId = await shop.register();
    const headers = { 'X-Idempotency': 'k' };
    expect((await shop.capture(orderId, { amount: 286 }, headers)).status).toBe(422);
    const accepted = await shop.capture(orderId, { amount: 285 }, headers);
    expect(accepted.status).toBe(202);
    expect(accepted.headers.has('idempotency-replayed')).toBe(false);
  });

  test('without it every call is a new capture', async () => {
    const orderId = await shop.register();
    expect((await shop.capture(orderId, { amount: 100 })).status).toBe(202);
    expect((await shop.capture(orderId, { amount: 100 })).status).toBe(202);
    expect((await shop.order(orderId, 2)).invoices).toMatchObject([
      { amount: 100 },
      { amount: 100 },
    ]);
  });

  test.each(['', ' ', 'a b', 'x'.repeat(129), 'å'])('refuses the key %j', async (key) => {
    const orderId = await shop.register();
    const answer = await shop.capture(orderId, { amount: 285 }, { 'X-Idempotency': key });
    expect(answer.status).toBe(400);
    expect(reasonsOf(answer)).toEqual(['VALIDATION_ERROR']);
    expect(answer.text).toContain('X-Idempotency');
  });

  test('takes 128 visible characters', async () => {
    const orderId = await shop.register();
    const key = '~!'.repeat(64);
    expect((await shop.capture(orderId, { amount: 285 }, { 'X-Idempotency': key })).status).toBe(
      202,
    );
  });
});

test('nothing above was an error nobody foresaw', () => {
  expect(api.failures).toEqual([]);
});
