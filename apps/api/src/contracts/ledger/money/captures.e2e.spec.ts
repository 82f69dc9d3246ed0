import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { expectProblem, pointersOf } from '../testing/problem.js';
import { useLedger } from '../testing/use-ledger.js';

const ledger = useLedger();

interface Captured {
  readonly orderId: string;
  readonly captureId: string;
  readonly position: string;
}

const capture = (id: string, body: object | string, headers: Record<string, string> = {}) =>
  ledger.demo.post(`/v1/orders/${id}/captures`, body, headers);

const shoes = { articleNumber: '10001', description: 'Shoes', unitPrice: 9500, vatRate: 25 };
const shirts = { ...shoes, articleNumber: '10002', description: 'T-Shirt' };

describe('a capture', () => {
  test('answers 202, and the order shows it as the contract page says', async () => {
    const { id } = await ledger.register({ orderNumber: '1001-c' });
    const made = await capture(id, {
      amount: 9500,
      items: [{ articleNumber: '10001', unitPrice: 9500, quantity: 1 }],
      description: 'First parcel',
      reference: 'ship-1',
    });
    expect(made.status).toBe(202);
    const { captureId, position } = made.body as Captured;
    expect(made.body).toEqual({
      orderId: id,
      captureId: expect.stringMatching(/^[\da-f-]{36}$/),
      status: 'accepted',
      revision: '2',
      position: expect.stringMatching(/^\d+$/),
    });
    expect(made.headers.get('location')).toBe(`/v1/orders/${id}/captures/${captureId}`);
    expect(made.headers.get('ledger-position')).toBe(position);
    expect(made.headers.has('idempotency-replayed')).toBe(false);

    const shown = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    const item = {
      captureId,
      status: 'settled',
      amount: 9500,
      refunded: 0,
      description: 'First parcel',
      reference: 'ship-1',
      capturedAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      items: [{ ...shoes, rowId: 'r1', quantity: 1 }],
    };
    expect(shown.body).toEqual({
      orderId: id,
      store: 'demo-se',
      orderNumber: '1001-c',
      status: 'PartActivated',
      currency: 'SEK',
      salesSegment: 'B2C',
      paymentMethod: 'invoice',
      total: 28500,
      captured: 9500,
      requested: 0,
      refunded: 0,
      cancelled: 0,
      remaining: 19000,
      rows: [{ ...shirts, rowId: 'r2', quantity: 2, remainingQuantity: 2 }],
      captures: [item],
      placedAt: expect.any(String),
      expiresAt: expect.any(String),
      revision: '2',
      position,
    });
    const one = await ledger.demo.get(made.headers.get('location') ?? '');
    expect(one.body).toEqual(item);
    const all = await ledger.demo.get(`/v1/orders/${id}/captures`);
    expect(all.body).toEqual({ items: [item], nextCursor: null });
  });

  test('of all that is left completes the order', async () => {
    const { id } = await ledger.register();
    const made = await capture(id, { amount: 28500, currency: 'SEK' });
    const { body } = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    expect(body).toMatchObject({
      status: 'Activated',
      captured: 28500,
      remaining: 0,
      rows: [],
      captures: [{ description: 'Capture', items: [{ rowId: 'r1' }, { rowId: 'r2' }] }],
    });
  });

  test('of an amount leaves a row of its VAT rate for the rest', async () => {
    const { id } = await ledger.register();
    const made = await capture(id, { amount: 10000, description: 'Part delivery' });
    const { body } = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    expect(body).toMatchObject({
      status: 'PartActivated',
      remaining: 18500,
      rows: [{ unitPrice: 18500, quantity: 1, remainingQuantity: 1, vatRate: 25 }],
      captures: [{ amount: 10000, description: 'Part delivery' }],
    });
  });

  test('that replaces items captures them as they are given', async () => {
    const { id } = await ledger.register();
    const items = [{ description: 'Bundle', unitPrice: 5000, quantity: 2, vatRate: 25 }];
    const made = await capture(id, { amount: 10000, replaceItems: true, items });
    const { body } = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    expect(body).toMatchObject({
      remaining: 18500,
      rows: [{ unitPrice: 18500, vatRate: 0 }],
      captures: [{ amount: 10000, items }],
    });
  });

  test('takes rows as GET shows them, also when some of a row is captured already', async () => {
    const { id } = await ledger.register();
    const first = await capture(id, { amount: 9500, items: [{ ...shirts, quantity: 1 }] });
    const shown = await ledger.demo.getAfter(first, `/v1/orders/${id}`);
    const { rows, remaining } = shown.body as { rows: object[]; remaining: number };
    const rest = await capture(id, { amount: remaining, items: rows });
    expect(rest.status).toBe(202);
    const { body } = await ledger.demo.getAfter(rest, `/v1/orders/${id}`);
    expect(body).toMatchObject({ status: 'Activated', captured: 28500, remaining: 0 });
  });

  test('of what is left needs no amount, and has one effect under a key', async () => {
    const { id } = await ledger.register();
    await capture(id, { amount: 9500, items: [{ ...shirts, quantity: 1 }] });
    const rest = await capture(id, { amount: 'remaining' }, { 'Idempotency-Key': 'rest' });
    expect(rest.status).toBe(202);
    const { body } = await ledger.demo.getAfter(rest, `/v1/orders/${id}`);
    expect(body).toMatchObject({
      status: 'Activated',
      remaining: 0,
      captures: [{ amount: 9500 }, { amount: 19000, items: [{ rowId: 'r1' }, { rowId: 'r2' }] }],
    });
    const again = await capture(id, { amount: 'remaining' }, { 'Idempotency-Key': 'rest' });
    expect([again.status, again.body]).toEqual([202, rest.body]);
    const other = await capture(id, { amount: 19000 }, { 'Idempotency-Key': 'rest' });
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
    const none = await capture(id, { amount: 'remaining' });
    expectProblem(none, 422, 'CAPTURE_ORDER_ALREADY_CAPTURED');
  });

  test('names rows by their ids, of which only the quantity is matched', async () => {
    const { id } = await ledger.register();
    const items = [{ rowId: 'r2', quantity: 1 }];
    const dear = await capture(id, { amount: 9600, items });
    expectProblem(dear, 422, 'CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT');
    const made = await capture(id, { amount: 9500, items });
    expect(made.status).toBe(202);
    const { body } = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    expect(body).toMatchObject({
      remaining: 19000,
      captures: [{ amount: 9500, items: [{ ...shirts, rowId: 'r2', quantity: 1 }] }],
    });
    const many = await capture(id, { amount: 19000, items: [{ rowId: 'r2', quantity: 2 }] });
    expectProblem(many, 422, 'ARTICLE_QUANTITY_EXCEEDED');
    const unknown = await capture(id, { amount: 0, items: [{ rowId: 'r9', quantity: 1 }] });
    expectProblem(unknown, 422, 'ARTICLE_NOT_FOUND');
    const unpriced = await capture(id, { amount: 9500, items: [{ quantity: 1 }] });
    expectProblem(unpriced, 400, 'VALIDATION_ERROR');
    expect(pointersOf(unpriced)).toEqual(['/items/0/unitPrice']);
  });

  test('of a card order is requested from its gateway', async () => {
    const { id } = await ledger.register({ paymentMethod: 'card' });
    const made = await capture(id, { amount: 28500 }, { 'Idempotency-Key': 'k' });
    expect(made.body).toMatchObject({ status: 'requested' });
    const { body } = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    expect(body).toMatchObject({
      requested: 28500,
      captured: 0,
      remaining: 0,
      captures: [{ status: 'requested' }],
    });
    const again = await capture(id, { amount: 28500 }, { 'Idempotency-Key': 'k' });
    expect(again.body).toEqual(made.body);
  });
});

describe('an idempotency key', () => {
  test('gives twenty repeats at once one effect and one answer', async () => {
    const { id } = await ledger.register();
    const headers = { 'Idempotency-Key': 'k-1' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => capture(id, { amount: 1000 }, headers)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1);
    const replayed = answers.filter((answer) => answer.headers.has('idempotency-replayed'));
    expect(replayed).toHaveLength(19);
    expect(replayed.map((answer) => answer.headers.get('idempotency-replayed'))).toContain('true');
    const { body } = await ledger.demo.getAfter(answers[0]!, `/v1/orders/${id}`);
    expect(body).toMatchObject({ captured: 1000, captures: [{ amount: 1000 }] });
  });

  test('gives the first answer again after later captures', async () => {
    const { id } = await ledger.register();
    const first = await capture(id, { amount: 1000 }, { 'Idempotency-Key': 'k-1' });
    await capture(id, { amount: 2000 });
    const again = await capture(id, { amount: 1000, items: [] }, { 'Idempotency-Key': 'k-1' });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('ledger-position')).toBe(first.headers.get('ledger-position'));
  });

  test('is refused for another request', async () => {
    const { id } = await ledger.register();
    await capture(id, { amount: 1000 }, { 'Idempotency-Key': 'k-1' });
    const other = await capture(id, { amount: 1001 }, { 'Idempotency-Key': 'k-1' });
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
  });

  test('is not used up by a request that was refused', async () => {
    const { id } = await ledger.register();
    const refused = await capture(id, { amount: 99999 }, { 'Idempotency-Key': 'k-1' });
    expectProblem(refused, 422, 'CAPTURE_AMOUNT_TOO_LARGE');
    expect((await capture(id, { amount: 1000 }, { 'Idempotency-Key': 'k-1' })).status).toBe(202);
  });
});

describe('fifty captures at once', () => {
  test('never take more than the order has', async () => {
    const { id } = await ledger.register();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => capture(id, { amount: 1000 })),
    );
    const accepted = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status === 422);
    expect([accepted.length, refused.length]).toEqual([28, 22]);
    for (const answer of refused) {
      expectProblem(answer, 422, 'CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT');
    }
    const positions = accepted.map(({ body }) => BigInt((body as Captured).position));
    const last = positions.reduce((a, b) => (a > b ? a : b));
    const headers = { 'Ledger-Position': String(last), Prefer: 'wait=15' };
    const { body } = await ledger.demo.get(`/v1/orders/${id}`, headers);
    expect(body).toMatchObject({ captured: 28000, remaining: 500 });
  });
});

describe('a refused capture', () => {
  const item = (other: object = {}) => ({ ...shoes, quantity: 1, ...other });

  test.each([
    ['CAPTURE_CURRENCY_MISMATCH', { amount: 9500, currency: 'EUR' }],
    ['CAPTURE_DESCRIPTION_TOO_LONG', { amount: 9500, description: 'd'.repeat(51) }],
    ['CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE', { amount: -1 }],
    ['CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', { amount: 9499, items: [item()] }],
    ['CAPTURE_AMOUNT_TOO_LARGE', { amount: 28501 }],
    ['CAPTURE_AMOUNT_TOO_LARGE', { amount: 1_000_000_000_000 }],
    ['CAPTURE_NOTHING_TO_CAPTURE', { amount: 0 }],
    ['ARTICLE_NOT_FOUND', { amount: 9500, items: [item({ articleNumber: 'other' })] }],
    ['ARTICLE_EXISTS_BUT_OTHER_INFORMATION', { amount: 9500, items: [item({ vatRate: 12 })] }],
    ['ARTICLE_QUANTITY_EXCEEDED', { amount: 19000, items: [item({ quantity: 2 })] }],
  ])('says %s for %j and changes nothing', async (code, body) => {
    const { id } = await ledger.register();
    expectProblem(await capture(id, body), 422, code);
    const history = await ledger.demo.get(`/v1/orders/${id}/history`);
    expect((history.body as { entries: object[] }).entries).toHaveLength(2);
  });

  test('of an amount beyond every number is too large', async () => {
    const { id } = await ledger.register();
    const answer = await capture(id, `{"amount": 1${'0'.repeat(500)}}`);
    expectProblem(answer, 422, 'CAPTURE_AMOUNT_TOO_LARGE');
  });

  test('says when several different rows match', async () => {
    const rows = [
      { ...shoes, vatRate: 25, quantity: 1 },
      { ...shoes, vatRate: 12, quantity: 1 },
    ];
    const { id } = await ledger.register({ rows });
    const items = [{ articleNumber: '10001', unitPrice: 9500, quantity: 1 }];
    expectProblem(await capture(id, { amount: 9500, items }), 422, 'ARTICLE_NOT_UNIQUE');
  });

  test('says when more is asked than is left, and when nothing is', async () => {
    const { id } = await ledger.register();
    await capture(id, { amount: 20000 });
    const more = await capture(id, { amount: 8501 });
    expectProblem(more, 422, 'CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT');
    await capture(id, { amount: 8500 });
    expectProblem(await capture(id, { amount: 1 }), 422, 'CAPTURE_ORDER_ALREADY_CAPTURED');
  });

  test('says that a part of a B2B order needs items', async () => {
    const { id } = await ledger.register({ salesSegment: 'B2B' });
    expectProblem(await capture(id, { amount: 1 }), 422, 'CAPTURE_ITEMS_REQUIRED');
  });

  test('says that an order which waits for its payment cannot be captured', async () => {
    const { id } = await ledger.register({ authorization: { status: 'pending' } });
    expectProblem(await capture(id, { amount: 1 }), 422, 'CAPTURE_INVALID_INVOICE_STATUS');
  });

  test('for an order that is not there, of others or no UUID is answered alike', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write']);
    const { id } = await ledger.register({ store }, caller);
    for (const other of [id, randomUUID(), 'nonsense']) {
      expectProblem(await capture(other, { amount: 1 }), 404, 'ORDER_NOT_FOUND');
    }
  });

  test('of a wrong shape is told so before the order is looked for', async () => {
    const answer = await capture('nonsense', { amount: '1', final: 'yes' });
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(pointersOf(answer)).toEqual(['/amount', '/final']);
  });

  test('with replaceItems needs items', async () => {
    const { id } = await ledger.register();
    const answer = await capture(id, { amount: 1, replaceItems: true });
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(pointersOf(answer)).toEqual(['/items']);
  });
});

describe('the captures of an order', () => {
  test('come in pages, in the order in which they were made', async () => {
    const { id } = await ledger.register();
    for (const amount of [100, 200]) await capture(id, { amount });
    const last = await capture(id, { amount: 300 });
    const first = await ledger.demo.getAfter(last, `/v1/orders/${id}/captures?limit=2`);
    const page = first.body as { items: object[]; nextCursor: string };
    expect(page.items).toMatchObject([{ amount: 100 }, { amount: 200 }]);
    const path = `/v1/orders/${id}/captures?limit=2&cursor=${page.nextCursor}`;
    const { body } = await ledger.demo.get(path);
    expect(body).toMatchObject({ items: [{ amount: 300 }], nextCursor: null });
  });

  test('are each found by its id only', async () => {
    const { id, made } = await ledger.register();
    await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    for (const other of [randomUUID(), 'nonsense']) {
      const answer = await ledger.demo.get(`/v1/orders/${id}/captures/${other}`);
      expectProblem(answer, 404, 'CAPTURE_NOT_FOUND');
    }
  });
});
