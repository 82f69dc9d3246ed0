import { describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { LedgerCaller } from '../testing/ledger-caller.js';
import { expectProblem } from '../testing/problem.js';
import { useLedger } from '../testing/use-ledger.js';

const ledger = useLedger();

const scopes = [
  'orders:write',
  'captures:write',
  'orders:read',
  'settlements:read',
  'admin',
] as const;

interface Settled {
  readonly settlementId: string;
  readonly status: string;
  readonly total?: number;
}

/** A new store with one order of 285.00, which is captured in parts of the given amounts. */
const storeWith = async (...amounts: readonly number[]) => {
  const made = await ledger.clientOf(scopes, { timeZone: 'Europe/Stockholm', name: 'Ost & Öl AB' });
  const { id } = await ledger.register({ store: made.store }, made.caller);
  let position = '';
  for (const [index, amount] of amounts.entries()) {
    const content = { amount, reference: `=ship,${index}` };
    const answer = await made.caller.post(`/v1/orders/${id}/captures`, content);
    expect(answer.status).toBe(202);
    position = answer.headers.get('ledger-position') ?? '';
  }
  return { ...made, orderId: id, position };
};

const stated = async (caller: LedgerCaller, id: string): Promise<Settled> => {
  for (let attempts = 0; attempts < 100; attempts += 1) {
    const { body } = await caller.get(`/v1/settlements/${id}`);
    if ((body as Settled).status === 'stated') return body as Settled;
    await delay(100);
  }
  throw new Error(`Settlement ${id} was not stated`);
};

describe('settlements', () => {
  test('hold what was captured, and state it', async () => {
    const { caller, store, orderId } = await storeWith(9_500, 19_000);
    const cut = await caller.post('/v1/settlements', { store });
    expect(cut.body).toEqual({
      settlementId: expect.any(String),
      status: 'accepted',
      revision: '0',
      position: cut.headers.get('ledger-position'),
    });
    expect(cut.status).toBe(202);
    const { settlementId } = cut.body as Settled;
    expect(cut.headers.get('location')).toBe(`/v1/settlements/${settlementId}`);
    await caller.getAfter(cut, `/v1/settlements/${settlementId}`);
    expect(await stated(caller, settlementId)).toEqual({
      settlementId,
      store,
      currency: 'SEK',
      number: 1,
      status: 'stated',
      startDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      endDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      periodStart: expect.any(String),
      periodEnd: expect.any(String),
      closedAt: expect.any(String),
      reason: 'request',
      timeZone: 'Europe/Stockholm',
      position: cut.headers.get('ledger-position'),
      ingoingBalance: 0,
      captured: 28_500,
      refunded: 0,
      fees: 0,
      total: 28_500,
      vat: [{ vatRate: 25, gross: 28_500, vat: 5_700 }],
      lines: 2,
      linesSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      statedAt: expect.any(String),
    });
    const lines = await caller.get(`/v1/settlements/${settlementId}/lines?limit=1`);
    const page = lines.body as { items: Record<string, unknown>[]; nextCursor: string };
    expect(page.items).toMatchObject([
      { type: 'Purchase', orderId, amount: 9_500, reference: '=ship,0', customerNumber: null },
    ]);
    const rest = await caller.get(
      `/v1/settlements/${settlementId}/lines?limit=1&cursor=${page.nextCursor}`,
    );
    expect(rest.body).toMatchObject({ items: [{ amount: 19_000 }], nextCursor: null });
  });

  test('are CSV and NDJSON by Accept', async () => {
    const { caller, store } = await storeWith(9_500);
    const cut = await caller.post('/v1/settlements', { store });
    const { settlementId } = cut.body as Settled;
    await caller.getAfter(cut, `/v1/settlements/${settlementId}`);
    await stated(caller, settlementId);
    const path = `/v1/settlements/${settlementId}/lines`;
    const csv = await caller.get(path, { Accept: 'text/csv' });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [header, line, end] = String(csv.body).split('\r\n');
    expect(header).toMatch(/^position,type,lineId,orderId,orderNumber/);
    expect(header).toMatch(/,paidOn,gross25,vat25$/);
    expect(line).toMatch(
      new RegExp(`,9500,SEK,1900,25%=1900,.*,"'=ship,0",,,,,${settlementId},1,,,9500,1900$`),
    );
    expect(end).toBe('');
    const marked = await fetch(`${ledger.url}${path}`, {
      headers: { Authorization: caller.authorization, Accept: 'text/csv; bom=present' },
    });
    const bytes = Buffer.from(await marked.arrayBuffer());
    expect(bytes).toEqual(Buffer.from(`\uFEFF${String(csv.body)}`));
    const ndjson = await caller.get('/v1/settlements', { Accept: 'application/x-ndjson' });
    expect(ndjson.headers.get('content-type')).toBe('application/x-ndjson');
    expect(
      String(ndjson.body)
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as Settled),
    ).toMatchObject([{ settlementId, total: 9_500 }]);
    const one = `/v1/settlements/${settlementId}`;
    const alone = await caller.get(one, { Accept: 'text/csv' });
    const listed = await caller.get('/v1/settlements', { Accept: 'text/csv' });
    expect(String(alone.body).split('\r\n')).toHaveLength(3);
    expect(alone.body).toBe(listed.body);
    expect((await caller.get(one, { Accept: 'application/x-ndjson' })).body).toBe(ndjson.body);
  });

  test('are cut once for a key, and not for nothing', async () => {
    const { caller, store } = await storeWith(9_500);
    const key = { 'Idempotency-Key': 'cut-1' };
    const [first, second] = await Promise.all([
      caller.post('/v1/settlements', { store }, key),
      caller.post('/v1/settlements', { store }, key),
    ]);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(first.body).toEqual(second.body);
    const again = await caller.post('/v1/settlements', { store }, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expectProblem(
      await caller.post('/v1/settlements', { store, currency: 'EUR' }),
      422,
      'SETTLEMENT_NOTHING_TO_SETTLE',
    );
    expectProblem(
      await caller.post('/v1/settlements', { store }),
      422,
      'SETTLEMENT_NOTHING_TO_SETTLE',
    );
  });

  test('are paid out once', async () => {
    const { caller, store } = await storeWith(9_500);
    const cut = await caller.post('/v1/settlements', { store });
    const { settlementId } = cut.body as Settled;
    await caller.getAfter(cut, `/v1/settlements/${settlementId}`);
    await stated(caller, settlementId);
    const path = `/v1/settlements/${settlementId}`;
    const paid = await caller.post(`${path}/payout`, { reference: 'BG 1' });
    expect(paid.status).toBe(202);
    expectProblem(
      await caller.post(`${path}/payout`, { reference: 'BG 2' }),
      422,
      'SETTLEMENT_ALREADY_PAID_OUT',
    );
    expect((await caller.getAfter(paid, path)).body).toMatchObject({
      status: 'paidOut',
      payoutReference: 'BG 1',
    });
  });

  test("have the bank's date of their payout, are found by it, and can be paid out anew", async () => {
    const { caller, store, orderId } = await storeWith(9_500);
    const cut = await caller.post('/v1/settlements', { store });
    const { settlementId } = cut.body as Settled;
    const path = `/v1/settlements/${settlementId}`;
    await caller.getAfter(cut, path);
    const { endDate } = (await stated(caller, settlementId)) as Settled & { endDate: string };
    const due = '/v1/settlements?payout=due&total=9500';
    expect((await caller.get(due)).body).toMatchObject({ items: [{ settlementId }] });
    for (const [paidOn, code] of [
      ['2020-01-01', 'SETTLEMENT_PAYOUT_TOO_EARLY'],
      ['2999-12-31', 'SETTLEMENT_PAYOUT_IN_FUTURE'],
    ] as const) {
      const answer = await caller.post(`${path}/payout`, { reference: 'BG 1', paidOn });
      expectProblem(answer, 422, code);
    }
    const wrong = { reference: 'BG 1', paidOn: '2026-02-30' };
    expectProblem(await caller.post(`${path}/payout`, wrong), 400, 'VALIDATION_ERROR');
    const none = await caller.post(`${path}/payout/reversal`, { reason: 'returned' });
    expectProblem(none, 422, 'SETTLEMENT_NOT_PAID_OUT');
    const paid = await caller.post(`${path}/payout`, { reference: 'BG 1', paidOn: endDate });
    expect((await caller.getAfter(paid, path)).body).toMatchObject({ paidOn: endDate });
    const found = await caller.get('/v1/settlements?payoutReference=BG%201&payout=paid');
    expect(found.body).toMatchObject({ items: [{ settlementId, payoutReference: 'BG 1' }] });
    const key = { 'Idempotency-Key': 'reversal-1' };
    const reason = { reason: 'returned by the bank' };
    const reversed = await caller.post(`${path}/payout/reversal`, reason, key);
    expect(reversed.status).toBe(202);
    const after = (await caller.getAfter(reversed, path)).body;
    expect(after).toMatchObject({
      status: 'stated',
      payoutReversedAt: expect.any(String),
      payoutReversalReason: 'returned by the bank',
      reversedPayoutReference: 'BG 1',
    });
    expect(after).not.toHaveProperty('paidOutAt');
    expect(after).not.toHaveProperty('paidOn');
    expect((await caller.get(due)).body).toMatchObject({ items: [{ settlementId }] });
    const anew = await caller.post(`${path}/payout`, { reference: 'BG 2' });
    expect((await caller.getAfter(anew, path)).body).toMatchObject({
      status: 'paidOut',
      payoutReference: 'BG 2',
    });
    const settlement = {
      ...{ settlementId, number: 1, payoutReference: 'BG 2' },
      paidOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    };
    expect((await caller.get(`/v1/orders/${orderId}`)).body).toMatchObject({
      settlements: [settlement],
      captures: [{ settlement }],
    });
    expect((await caller.get(`/v1/orders/${orderId}/captures`)).body).toMatchObject({
      items: [{ settlement }],
    });
    expect((await caller.get(`${path}/lines`)).body).toMatchObject({ items: [{ settlement }] });
    const again = await caller.post(`${path}/payout/reversal`, reason, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expectProblem(
      await ledger.demo.post(`${path}/payout/reversal`, reason),
      404,
      'SETTLEMENT_NOT_FOUND',
    );
  });

  test('show what the next one will hold', async () => {
    const { caller, store, position } = await storeWith(9_500);
    const path = `/v1/settlements/unsettled?store=${store}&position=${position}`;
    expect((await caller.get(`/v1/settlements/unsettled?position=${position}`)).body).toEqual({
      items: [
        {
          ...{ store, currency: 'SEK', firstSettledAt: expect.any(String) },
          ...{ lines: 1, captured: 9_500, refunded: 0 },
        },
      ],
      nextCursor: null,
    });
    const overview = await caller.get('/v1/settlements/unsettled', { Accept: 'text/csv' });
    expect(overview.body).toMatch(
      new RegExp(
        `^store,currency,firstSettledAt,lines,captured,refunded\r\n${store},SEK,[^,]*,1,9500,0\r\n$`,
      ),
    );
    expectProblem(await caller.get('/v1/settlements/unsettled?cursor=x'), 400, 'VALIDATION_ERROR');
    const csv = await caller.get(path, { Accept: 'text/csv' });
    expect(csv.body).toMatch(/,paidOn,gross25,vat25\r\n.*,,,,9500,1900\r\n$/);
    expect((await caller.get(path)).body).toMatchObject({
      store,
      currency: 'SEK',
      lines: 1,
      captured: 9_500,
      refunded: 0,
      items: [{ amount: 9_500 }],
      nextCursor: null,
    });
  });

  test('of other stores are not there', async () => {
    const { caller, store } = await storeWith(9_500);
    const cut = await caller.post('/v1/settlements', { store });
    const { settlementId } = cut.body as Settled;
    const path = `/v1/settlements/${settlementId}`;
    await caller.getAfter(cut, path);
    expectProblem(await ledger.demo.get(path), 404, 'SETTLEMENT_NOT_FOUND');
    expectProblem(await ledger.demo.get(`${path}/lines`), 404, 'SETTLEMENT_NOT_FOUND');
    expectProblem(
      await ledger.demo.post(`${path}/payout`, { reference: 'x' }),
      404,
      'SETTLEMENT_NOT_FOUND',
    );
    expectProblem(await ledger.demo.post('/v1/settlements', { store }), 404, 'STORE_NOT_FOUND');
    expectProblem(
      await ledger.demo.get(`/v1/settlements/unsettled?store=${store}`),
      404,
      'STORE_NOT_FOUND',
    );
    expectProblem(await caller.get('/v1/settlements/nothing'), 404, 'SETTLEMENT_NOT_FOUND');
  });
});

describe('reports', () => {
  test('sum what was captured by the groups asked for', async () => {
    const { caller, store, position } = await storeWith(9_500, 19_000);
    await caller.get(`/v1/settlements?position=${position}`);
    const report = await caller.get(
      '/v1/reports/captures?groupBy=day,store,currency,paymentMethod',
    );
    expect(report.body).toEqual({
      items: [
        {
          day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
          store,
          currency: 'SEK',
          paymentMethod: 'invoice',
          captures: 2,
          captured: 28_500,
          refunds: 0,
          refunded: 0,
          vat: [{ vatRate: 25, gross: 28_500, vat: 5_700 }],
        },
      ],
      nextCursor: null,
    });
    const csv = await caller.get('/v1/reports/captures?settledFrom=2020-01-01T00:00:00Z', {
      Accept: 'text/csv',
    });
    expect(csv.body).toBe(
      'currency,captures,captured,refunds,refunded,vat,gross25,vat25\r\nSEK,2,28500,0,0,5700,28500,5700\r\n',
    );
    const months = await caller.get('/v1/reports/captures?groupBy=month');
    expect(months.body).toMatchObject({
      items: [{ month: expect.stringMatching(/^\d{4}-\d\d$/), captures: 2 }],
    });
    expectProblem(
      await caller.get('/v1/reports/captures?groupBy=day,day'),
      400,
      'VALIDATION_ERROR',
    );
  });

  test('sum the last days, with what is in no settlement yet', async () => {
    const { caller, store, position } = await storeWith(9_500);
    const path = `/v1/reports/daily?store=${store}`;
    const day: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    const row = { day, store, currency: 'SEK', captured: 9_500, refunded: 0 };
    const failures = { failed: 0, failedCaptures: 0 };
    const open = await caller.get(`${path}&position=${position}`);
    expect(open.body).toEqual({
      items: [{ ...row, unsettled: 9_500, ...failures }],
      nextCursor: null,
    });
    const cut = await caller.post('/v1/settlements', { store });
    const settled = await caller.getAfter(cut, `${path}&days=1&currency=SEK`);
    expect(settled.body).toMatchObject({ items: [{ ...row, unsettled: 0, ...failures }] });
    const csv = await caller.get(path, { Accept: 'text/csv' });
    expect(csv.body).toMatch(
      /^day,store,currency,captured,refunded,unsettled,failed,failedCaptures\r\n/,
    );
    for (const wrong of ['days=0', 'days=367', 'days=x', 'from=2026-01-01'])
      expectProblem(await caller.get(`/v1/reports/daily?${wrong}`), 400, 'VALIDATION_ERROR');
    const numbered = await caller.get(`/v1/settlements?store=${store}&number=1`);
    expect(numbered.body).toMatchObject({ items: [{ store, number: 1 }] });
    const none = await caller.get(`/v1/settlements?store=${store}&number=2`);
    expect(none.body).toEqual({ items: [], nextCursor: null });
  });

  test('list captures that wait for the gateway, past their time', async () => {
    const { caller, store } = await ledger.clientOf(scopes);
    const { id } = await ledger.register({ store, paymentMethod: 'card' }, caller);
    const captured = await caller.post(`/v1/orders/${id}/captures`, { amount: 28_500 });
    const path = '/v1/reports/captures/unsettled';
    expect((await caller.getAfter(captured, `${path}?openHours=0`)).body).toMatchObject({
      items: [{ orderId: id, store, status: 'requested', amount: 28_500 }],
      nextCursor: null,
    });
    expect((await caller.get(path)).body).toEqual({ items: [], nextCursor: null });
    const later = await ledger.register({ store, paymentMethod: 'card' }, caller);
    const next = await caller.post(`/v1/orders/${later.id}/captures`, { amount: 28_500 });
    const newest = `${path}?openHours=0&first=newest&limit=1`;
    const first = (await caller.getAfter(next, newest)).body as { nextCursor: string };
    expect(first).toMatchObject({ items: [{ orderId: later.id }] });
    expect((await caller.get(`${newest}&cursor=${first.nextCursor}`)).body).toMatchObject({
      items: [{ orderId: id }],
      nextCursor: null,
    });
    expectProblem(
      await caller.post('/v1/settlements', { store }),
      422,
      'SETTLEMENT_NOTHING_TO_SETTLE',
    );
  });
});
