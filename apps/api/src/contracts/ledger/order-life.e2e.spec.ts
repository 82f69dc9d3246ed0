import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Answer } from './testing/ledger-caller.js';
import { expectProblem, pointersOf } from './testing/problem.js';
import { useLedger } from './testing/use-ledger.js';

const ledger = useLedger();

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const shoe = { articleNumber: '10001', unitPrice: 9500, quantity: 1 };
const fee = { description: 'Fee', unitPrice: -2500, quantity: 1, vatRate: 25, type: 'fee' };

const act = (
  id: string,
  action: string,
  body?: object | string,
  headers: Record<string, string> = {},
): Promise<Answer> => ledger.demo.post(`/v1/orders/${id}/${action}`, body, headers);

const idOf = ({ body }: Answer, name: string): string => (body as Record<string, string>)[name]!;

const captured = async (): Promise<{ id: string; captureId: string; made: Answer }> => {
  const { id } = await ledger.register();
  const made = await act(id, 'captures', { amount: 28500 });
  return { id, captureId: idOf(made, 'captureId'), made };
};

describe('a refund', () => {
  test('answers 202 and shows wherever the order is read', async () => {
    const { id, captureId } = await captured();
    const made = await act(id, 'refunds', {
      amount: 7000,
      items: [shoe, fee],
      description: 'Too small',
      reference: 'return-1',
    });
    const refundId = idOf(made, 'refundId');
    expect([made.status, made.body]).toEqual([
      202,
      {
        orderId: id,
        refundId: expect.stringMatching(uuid),
        status: 'accepted',
        revision: '3',
        position: expect.stringMatching(/^\d+$/),
      },
    ]);
    const path = `/v1/orders/${id}/refunds/${refundId}`;
    expect(made.headers.get('location')).toBe(path);
    const refund = {
      refundId,
      amount: 7000,
      description: 'Too small',
      reference: 'return-1',
      refundedAt: expect.stringMatching(/Z$/),
      items: [{ captureId, rowId: 'r1', ...shoe, description: 'Shoes', vatRate: 25 }, { ...fee }],
      captures: [{ captureId, amount: 7000 }],
      status: 'settled',
    };
    expect((await ledger.demo.getAfter(made, path)).body).toEqual(refund);
    const listed = await ledger.demo.get(`/v1/orders/${id}/refunds`);
    expect(listed.body).toEqual({ items: [refund], nextCursor: null });
    const shown = await ledger.demo.get(`/v1/orders/${id}`);
    expect(shown.body).toMatchObject({
      status: 'Activated',
      captured: 28500,
      refunded: 7000,
      captures: [{ captureId, refunded: 7000 }],
    });
    const history = await ledger.demo.get(`/v1/orders/${id}/history`);
    expect((history.body as { entries: unknown[] }).entries.at(-1)).toMatchObject({
      type: 'OrderRefunded',
      reference: 'return-1',
      amount: 7000,
      after: { status: 'Activated', captured: 28500, refunded: 7000, remaining: 0 },
    });
  });

  test('under one key has one effect and one answer', async () => {
    const { id } = await captured();
    const key = { 'Idempotency-Key': 'r-1' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => act(id, 'refunds', { amount: 100 }, key)),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.has('idempotency-replayed'))).toHaveLength(2);
    const other = await act(id, 'refunds', { amount: 101 }, key);
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
    const shown = await ledger.demo.getAfter(answers[0]!, `/v1/orders/${id}`);
    expect(shown.body).toMatchObject({ refunded: 100 });
  });

  test('is refused with its reasons', async () => {
    const { id, made } = await captured();
    const refused = async (body: object, code: string): Promise<void> => {
      expectProblem(await act(id, 'refunds', body), 422, code);
    };
    await refused({ amount: 28501 }, 'REFUND_AMOUNT_GREATER_THAN_CAPTURED');
    await refused({ amount: 0 }, 'REFUND_NOTHING_TO_REFUND');
    await refused({ amount: 1, currency: 'EUR' }, 'REFUND_CURRENCY_MISMATCH');
    await refused({ amount: 0, items: [fee] }, 'REFUND_FEES_GREATER_THAN_RETURNED_ITEMS');
    await refused({ amount: 9501, items: [shoe] }, 'REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT');
    const wrong = await act(id, 'refunds', { amount: '1', final: true });
    expectProblem(wrong, 400, 'VALIDATION_ERROR');
    expect(pointersOf(wrong)).toEqual(['/amount', '/final']);
    expectProblem(await act(id, 'refunds'), 400, 'VALIDATION_ERROR');
    const none = await ledger.demo.getAfter(made, `/v1/orders/${id}/refunds/${id}`);
    expectProblem(none, 404, 'REFUND_NOT_FOUND');
  });

  test('needs a scope and an order of its own', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write', 'captures:write']);
    const { id } = await ledger.register({ store }, caller);
    const own = await caller.post(`/v1/orders/${id}/refunds`, { amount: 1 });
    expectProblem(own, 403, 'FORBIDDEN');
    expectProblem(await act(id, 'refunds', { amount: 1 }), 404, 'ORDER_NOT_FOUND');
    expectProblem(await act(randomUUID(), 'refunds', { amount: 1 }), 404, 'ORDER_NOT_FOUND');
  });
});

describe('a cancellation', () => {
  test('needs no body and gives up what is left', async () => {
    const { id } = await ledger.register();
    await act(id, 'captures', { amount: 9500, items: [shoe] });
    const made = await act(id, 'cancellation');
    expect(made.body).toEqual({
      orderId: id,
      status: 'accepted',
      revision: '3',
      position: expect.stringMatching(/^\d+$/),
    });
    expect(made.headers.get('location')).toBe(`/v1/orders/${id}`);
    const shown = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    expect(shown.body).toMatchObject({
      ...{ status: 'Activated', total: 28500, captured: 9500, cancelled: 19000, remaining: 0 },
      rows: [],
    });
    expectProblem(await act(id, 'cancellation'), 422, 'CANCEL_NOTHING_LEFT');
    const wrong = await act(id, 'cancellation', { amount: 1 });
    expectProblem(wrong, 400, 'VALIDATION_ERROR');
  });

  test('comes with a final capture', async () => {
    const { id } = await ledger.register();
    const key = { 'Idempotency-Key': 'final-1' };
    const made = await act(id, 'captures', { amount: 9500, items: [shoe], final: true }, key);
    expect(made.body).toMatchObject({ captureId: expect.stringMatching(uuid), revision: '3' });
    const again = await act(id, 'captures', { amount: 9500, items: [shoe], final: true }, key);
    expect(again.body).toEqual(made.body);
    const shown = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    expect(shown.body).toMatchObject({ status: 'Activated', captured: 9500, cancelled: 19000 });
  });
});

describe('an extension', () => {
  test('moves the expiry date', async () => {
    const { id } = await ledger.register({ expiresAt: '2999-01-01T00:00:00Z' });
    const kept = await act(id, 'extension');
    expect((await ledger.demo.getAfter(kept, `/v1/orders/${id}`)).body).toMatchObject({
      expiresAt: '2999-01-01T00:00:00.000Z',
    });
    const moved = await act(id, 'extension', { expiresAt: '2999-02-01T01:00:00+01:00' });
    expect((await ledger.demo.getAfter(moved, `/v1/orders/${id}`)).body).toMatchObject({
      expiresAt: '2999-02-01T00:00:00.000Z',
    });
    const earlier = await act(id, 'extension', { expiresAt: '2999-01-31T00:00:00Z' });
    expectProblem(earlier, 422, 'EXTEND_EXPIRY_EARLIER');
  });
});

describe('a reauthorisation', () => {
  test('of more is shown as it goes on', async () => {
    const { id } = await ledger.register();
    const made = await act(id, 'reauthorizations', { amount: 30000, reference: 'change-1' });
    const reauthorizationId = idOf(made, 'reauthorizationId');
    expect(made.body).toMatchObject({ status: 'requested', revision: '2' });
    const path = `/v1/orders/${id}/reauthorizations/${reauthorizationId}`;
    expect(made.headers.get('location')).toBe(path);
    const shown = {
      reauthorizationId,
      status: 'pending',
      amount: 30000,
      reference: 'change-1',
      requestedAt: expect.stringMatching(/Z$/),
    };
    expect((await ledger.demo.getAfter(made, path)).body).toEqual(shown);
    const approved = await ledger.demo.post(`${path}/approve`, undefined);
    expect(approved.body).toMatchObject({ reauthorizationId, status: 'accepted', revision: '3' });
    const completed = { ...shown, status: 'completed' };
    expect((await ledger.demo.getAfter(approved, path)).body).toEqual(completed);
    const listed = await ledger.demo.get(`/v1/orders/${id}/reauthorizations`);
    expect(listed.body).toEqual({ items: [completed], nextCursor: null });
    expectProblem(
      await ledger.demo.post(`${path}/reject`, undefined),
      422,
      'REAUTHORIZATION_NOT_PENDING',
    );
  });

  test('of no more takes effect at once', async () => {
    const { id } = await ledger.register();
    const made = await act(id, 'reauthorizations', { amount: 10000 });
    expect(made.body).toMatchObject({ status: 'accepted' });
    const shown = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    expect(shown.body).toMatchObject({ total: 10000, remaining: 10000 });
  });

  test.each(['[]', '{"foo": 1}', '{"amount": 5, nonsense', '5'])(
    'takes no body that says something: %s',
    async (body) => {
      const { id } = await ledger.register();
      const asked = await act(id, 'reauthorizations', { amount: 60000 });
      const { reauthorizationId } = asked.body as { reauthorizationId: string };
      const path = `/v1/orders/${id}/reauthorizations/${reauthorizationId}`;
      expectProblem(await ledger.demo.post(`${path}/approve`, body), 400, 'VALIDATION_ERROR');
      expect((await ledger.demo.getAfter(asked, path)).body).toMatchObject({ status: 'pending' });
      if (body === '{"foo": 1}') return;
      for (const command of ['cancellation', 'extension']) {
        const answer = await ledger.demo.post(`/v1/orders/${id}/${command}`, body);
        expectProblem(answer, 400, 'VALIDATION_ERROR');
      }
    },
  );

  test('that is not there cannot be decided', async () => {
    const { id, made } = await ledger.register();
    const path = `/v1/orders/${id}/reauthorizations/${randomUUID()}`;
    for (const verdict of ['approve', 'reject']) {
      const answer = await ledger.demo.post(`${path}/${verdict}`, undefined);
      expectProblem(answer, 404, 'REAUTHORIZATION_NOT_FOUND');
    }
    expectProblem(await ledger.demo.getAfter(made, path), 404, 'REAUTHORIZATION_NOT_FOUND');
  });
});
