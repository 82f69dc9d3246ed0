import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiUnderTest, otherStore } from '../../../../../test/support/api-under-test.js';
import { WalleyCaller, reasonsOf } from '../../../../../test/support/walley-caller.js';
import type { WireAnswer } from '../../../../../test/support/walley-caller.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
beforeAll(async () => {
  await api.start();
  shop = await WalleyCaller.of(api.url);
});
afterAll(async () => {
  await api.stop();
  expect(api.failures).toEqual([]);
});

const shoes = { id: '10001', description: 'Shoes', unitPrice: 95, quantity: 1 };

const captured = async (body: object = { amount: 285 }): Promise<string> => {
  const orderId = await shop.register();
  expect((await shop.capture(orderId, body)).status).toBe(202);
  return orderId;
};

const expectAccepted = (answer: WireAnswer, orderId: string): void => {
  expect([answer.status, answer.text]).toEqual([202, '']);
  expect(answer.headers.get('location')).toBe(`/manage/orders/${orderId}`);
  expect(answer.headers.get('ledger-position')).toMatch(/^\d+$/);
  expect(answer.headers.get('content-type')).toBeNull();
};

const expectRefused = (answer: WireAnswer, reason: string, status = 422): void => {
  expect([answer.status, reasonsOf(answer)]).toEqual([status, [reason]]);
};

describe('cancel', () => {
  test('needs no body, ignores what clients send, and lowers the total', async () => {
    const orderId = await captured({ amount: 95, items: [shoes] });
    const answer = await shop.change(orderId, 'cancel');
    expectAccepted(answer, orderId);
    expect(await shop.orderAfter(answer, orderId)).toMatchObject({
      status: 'Activated',
      totalAmount: 95,
      items: [{ articleNumber: '10001', quantity: 1, capturedQuantity: 1 }],
    });
    for (const body of [
      '',
      '[]',
      'null',
      '{}',
      '\ufeff{}',
      { amount: '285.00', items: [{ ID: 1 }] },
    ]) {
      const other = await shop.register();
      expectAccepted(await shop.change(other, 'cancel', body), other);
    }
  });

  test('of everything closes the order', async () => {
    const orderId = await shop.register();
    const answer = await shop.change(orderId, 'cancel');
    expect(await shop.orderAfter(answer, orderId)).toMatchObject({
      status: 'Closed',
      totalAmount: 0,
      items: [],
      invoices: [],
    });
    expectRefused(await shop.change(orderId, 'cancel'), 'CANCEL_INVALID_INVOICE_STATUS');
  });

  test('is refused where nothing is left', async () => {
    expectRefused(await shop.change(await captured(), 'cancel'), 'CANCEL_NOTHING_LEFT');
  });

  test('reads a body that is there: one that is no JSON is a wrong shape', async () => {
    const orderId = await shop.register();
    expectRefused(await shop.change(orderId, 'cancel', '{"amount"'), 'VALIDATION_ERROR', 400);
  });
});

describe('refund', () => {
  test('by amount, in any spelling, shows on its invoices', async () => {
    const orderId = await captured();
    const body = '{"AMOUNT": "100.50", "Description": null, "actionReference": "r-1", "x": 1}';
    const answer = await shop.change(orderId, 'refund', body);
    expectAccepted(answer, orderId);
    expect(await shop.orderAfter(answer, orderId)).toMatchObject({
      status: 'Activated',
      totalAmount: 285,
      invoices: [{ amount: 285, refundedAmount: 100.5 }],
    });
  });

  test('of everything returns the order', async () => {
    const orderId = await captured();
    const answer = await shop.change(orderId, 'refund', { amount: 285 });
    expect(await shop.orderAfter(answer, orderId)).toMatchObject({ status: 'Returned' });
    expectRefused(
      await shop.change(orderId, 'refund', { amount: 1 }),
      'REFUND_INVALID_INVOICE_STATUS',
    );
  });

  test('of rows less a fee, with names in any case', async () => {
    const orderId = await captured();
    const items = [
      { Id: '10001', Description: 'shoes', UnitPrice: '95.00', Quantity: '1', Vat: '25' },
      { id: 'fee', description: 'Fee', unitPrice: -25, quantity: 1, vat: 25, type: 'fee' },
    ];
    const answer = await shop.change(orderId, 'refund', { amount: 70, items });
    expectAccepted(answer, orderId);
    expect(await shop.orderAfter(answer, orderId)).toMatchObject({
      invoices: [{ refundedAmount: 70 }],
    });
    expectRefused(
      await shop.change(orderId, 'refund', { amount: 70, items }),
      'ARTICLE_QUANTITY_EXCEEDED',
    );
  });

  test.each([
    ['REFUND_AMOUNT_GREATER_THAN_CAPTURED', { amount: 285.01 }],
    ['REFUND_AMOUNT_MUST_NOT_BE_NEGATIVE', { amount: -1 }],
    ['REFUND_AMOUNT_HAS_TOO_MANY_DECIMALS', { amount: '1.001' }],
    ['REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', { amount: 1, items: [shoes] }],
    [
      'REFUND_FEES_GREATER_THAN_RETURNED_ITEMS',
      { amount: 0, items: [shoes, { unitPrice: -96, quantity: 1, type: 'fee' }] },
    ],
    ['REFUND_DESCRIPTION_TOO_LONG', { amount: 1, description: 'x'.repeat(51) }],
    ['ARTICLE_NOT_FOUND', { amount: 95, items: [{ ...shoes, id: '9', description: 'Hat' }] }],
  ])('is refused: %s', async (reason, body) => {
    expectRefused(await shop.change(await captured(), 'refund', body), reason);
  });

  test('needs a body and something captured', async () => {
    const orderId = await shop.register();
    expectRefused(await shop.change(orderId, 'refund'), 'VALIDATION_ERROR', 400);
    const answer = await shop.change(orderId, 'refund', { amount: 1 });
    expectRefused(answer, 'REFUND_INVALID_INVOICE_STATUS');
  });

  test('under one key has one effect, and is refused to another request', async () => {
    const orderId = await captured();
    const refund = { action: 'refund', key: 'refund-1' };
    const first = await shop.change(orderId, refund, { amount: 100 });
    const again = await shop.change(orderId, refund, { amount: '100.00' });
    expectAccepted(again, orderId);
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('ledger-position')).toBe(first.headers.get('ledger-position'));
    const other = await shop.change(orderId, refund, { amount: 101 });
    expectRefused(other, 'IDEMPOTENCY_KEY_REUSED');
  });
});

describe('reauthorize', () => {
  test('of less takes effect at once', async () => {
    const orderId = await captured({ amount: 95, items: [shoes] });
    const items = [{ id: 'hat', description: 'Hat', unitPrice: 50, quantity: 2, vat: 25 }];
    const answer = await shop.change(orderId, 'reauthorize', { amount: 100, items });
    expectAccepted(answer, orderId);
    expect(await shop.orderAfter(answer, orderId)).toMatchObject({
      status: 'PartActivated',
      totalAmount: 195,
      items: [{ articleNumber: 'hat', price: 50, quantity: 2, vatRate: 25, capturedQuantity: 0 }],
    });
  });

  test.each([
    ['approve', 'Completed', 300],
    ['reject', 'Failed', 285],
  ])('of more waits until somebody says: %s', async (verdict, status, totalAmount) => {
    const orderId = await shop.register();
    const asked = await shop.change(orderId, 'reauthorize', { amount: 300 });
    expect([asked.status, asked.text]).toEqual([201, '']);
    const location = asked.headers.get('location') ?? '';
    expect(location).toMatch(new RegExp(`^/manage/orders/${orderId}/reauthorize/[\\da-f-]{36}$`));
    expect((await shop.call(location)).json).toEqual({ data: { status: 'Pending' } });
    expect(await shop.orderAfter(asked, orderId)).toMatchObject({ totalAmount: 285 });

    const path = location.replace(/^.*reauthorize/, `/v1/orders/${orderId}/reauthorizations`);
    const decided = await shop.call(`${path}/${verdict}`, { method: 'POST' });
    expect(decided.status).toBe(202);
    expect(await shop.orderAfter(decided, orderId)).toMatchObject({ totalAmount });
    expect((await shop.call(location)).json).toEqual({ data: { status } });
  });

  test('that waits has failed once the order was cancelled', async () => {
    const orderId = await shop.register();
    const asked = await shop.change(orderId, 'reauthorize', { amount: 300 });
    const location = asked.headers.get('Location') ?? '';
    const cancelled = await shop.change(orderId, 'cancel');
    expect(await shop.orderAfter(cancelled, orderId)).toMatchObject({ status: 'Closed' });
    expect((await shop.call(location)).json).toEqual({ data: { status: 'Failed' } });
  });

  test('asked again under one key is answered alike', async () => {
    const orderId = await shop.register();
    const reauthorize = { action: 'reauthorize', key: 'again' };
    const first = await shop.change(orderId, reauthorize, { amount: 300 });
    const again = await shop.change(orderId, reauthorize, { amount: '300.0' });
    expect([again.status, again.headers.get('location')]).toEqual([
      201,
      first.headers.get('location'),
    ]);
  });

  test('is refused with the reasons of the contract', async () => {
    const asked = async (orderId: string, body: object): Promise<WireAnswer> =>
      shop.change(orderId, 'reauthorize', body);
    const open = await shop.register();
    const hat = { id: 'hat', description: 'Hat', unitPrice: 50, quantity: 1, vat: 25 };
    const otherVat = { amount: 100, items: [hat, { ...hat, vat: 12 }] };
    const otherPrice = { amount: 90, items: [hat, { ...hat, unitPrice: 40 }] };
    expectRefused(await asked(await captured(), { amount: 1 }), 'ORDER_ALREADY_CAPTURED');
    expectRefused(await asked(open, otherVat), 'MATCHING_ARTICLES_WITH_DIFFERENT_VAT');
    expectRefused(await asked(open, otherPrice), 'ARTICLE_EXISTS_BUT_OTHER_INFORMATION');
    expectRefused(
      await asked(open, { amount: 51, items: [hat] }),
      'REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
    );
    expectRefused(
      await asked(await shop.register({ paymentMethod: 'card' }), { amount: 300 }),
      'REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED',
    );
    await shop.change(open, 'cancel');
    expectRefused(await asked(open, { amount: 1 }), 'REAUTHORIZE_INVALID_INVOICE_STATUS');
  });

  test('is found by its id alone', async () => {
    const orderId = await shop.register();
    const missing = await shop.call(`/manage/orders/${orderId}/reauthorize/${orderId}`);
    expectRefused(missing, 'NOT_FOUND', 404);
  });
});

describe('extend', () => {
  test('moves the expiry date to 90 days from now, whatever members the body has', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    const orderId = await shop.register({ expiresAt: soon });
    const answer = await shop.change(orderId, 'extend', '{"amount": 1, "expiresAt": "x"}');
    expectAccepted(answer, orderId);
    const { expiresAt } = (await shop.orderAfter(answer, orderId)) as unknown as {
      expiresAt: string;
    };
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(89 * 24 * 3_600_000);
  });

  test.each(['{}', '[]', 'null', ''])('takes the body %j', async (body) => {
    const orderId = await shop.register();
    expectAccepted(await shop.change(orderId, 'extend', body), orderId);
  });

  test.each(['not even JSON', '{"a":1,"A":2}', '{"a":"\\u0000"}', '5', '[1]'])(
    'does not take the body %s',
    async (body) => {
      const answer = await shop.change(await shop.register(), 'extend', body);
      expectRefused(answer, 'VALIDATION_ERROR', 400);
    },
  );

  test('is refused where nothing can expire', async () => {
    expectRefused(await shop.change(await captured(), 'extend'), 'EXTEND_INVALID_INVOICE_STATUS');
  });
});

describe('every change', () => {
  const changes = ['cancel', 'refund', 'reauthorize', 'extend'];

  test.each(changes)('%s of an order that is not there, or pending, is 404', async (action) => {
    const missing = await shop.change(
      '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11',
      action,
      '{"amount":1}',
    );
    expectRefused(missing, 'NOT_FOUND', 404);
    const pending = await shop.register({ authorization: { status: 'pending' } });
    expectRefused(await shop.change(pending, action, '{"amount":1}'), 'NOT_FOUND', 404);
    expectRefused(await shop.change('nonsense', action, '{"amount":1}'), 'NOT_FOUND', 404);
  });

  test.each(changes)(
    '%s of another store’s order, or without the scope, is 403',
    async (action) => {
      const orderId = await shop.register();
      const other = await WalleyCaller.of(
        api.url,
        await api.createClient({ clientId: `other-${action}`, stores: [otherStore] }),
      );
      const reader = await WalleyCaller.of(
        api.url,
        await api.createClient({ clientId: `reader-${action}`, scopes: ['orders:read'] }),
      );
      expectRefused(await other.change(orderId, action, '{"amount":1}'), 'FORBIDDEN', 403);
      expectRefused(await reader.change(orderId, action, '{"amount":1}'), 'FORBIDDEN', 403);
    },
  );
});
