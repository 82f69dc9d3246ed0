import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { expectProblem, pointersOf } from '../testing/problem.js';
import { registration, useLedger } from '../testing/use-ledger.js';

const ledger = useLedger();

const uuid = /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A cursor in the form that the ledger uses, as a caller could forge it. */
const forgedCursor = (day: string): string =>
  `cursor=${Buffer.from(`${day}T00:00:00.000Z ${randomUUID()}`).toString('base64url')}`;

interface Listed {
  readonly items: readonly { readonly orderId: string }[];
  readonly nextCursor: string | null;
}

describe('registering an order', () => {
  test('answers 202 with its id, and the order shows as the contract page says', async () => {
    const body = registration({ orderNumber: '1001-a', expiresAt: '2099-02-18T00:00:00Z' });
    const requestId = randomUUID();
    const made = await ledger.demo.post('/v1/orders', body, { 'X-Request-Id': requestId });
    expect(made.status).toBe(202);
    expect(made.body).toEqual({
      orderId: expect.stringMatching(uuid),
      status: 'accepted',
      revision: '1',
      position: expect.stringMatching(/^\d+$/),
    });
    const { orderId, position } = made.body as { orderId: string; position: string };
    expect(made.headers.get('location')).toBe(`/v1/orders/${orderId}`);
    expect(made.headers.get('ledger-position')).toBe(position);
    expect(made.headers.get('x-request-id')).toBe(requestId);
    expect(made.headers.get('content-type')).toMatch(/^application\/json/);
    expect(made.headers.has('idempotency-replayed')).toBe(false);

    const shown = await ledger.demo.getAfter(made, `/v1/orders/${orderId}`);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('ledger-position')).toBe(position);
    const row = { articleNumber: '10001', description: 'Shoes', unitPrice: 9500, vatRate: 25 };
    expect(shown.body).toEqual({
      orderId,
      store: 'demo-se',
      orderNumber: '1001-a',
      status: 'NotActivated',
      currency: 'SEK',
      salesSegment: 'B2C',
      paymentMethod: 'invoice',
      total: 28500,
      captured: 0,
      requested: 0,
      refunded: 0,
      cancelled: 0,
      remaining: 28500,
      rows: [
        { ...row, rowId: 'r1', quantity: 1, remainingQuantity: 1 },
        {
          ...row,
          rowId: 'r2',
          articleNumber: '10002',
          description: 'T-Shirt',
          quantity: 2,
          remainingQuantity: 2,
        },
      ],
      captures: [],
      placedAt: expect.stringMatching(instant),
      expiresAt: '2099-02-18T00:00:00.000Z',
      revision: '1',
      position,
    });
  });

  test('again with the same content is accepted with the same answer and no effect', async () => {
    const body = registration();
    const first = await ledger.demo.post('/v1/orders', body);
    const again = await ledger.demo.post('/v1/orders', body);
    expect(again.status).toBe(202);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  test('twenty times at once makes one order and twenty equal answers', async () => {
    const body = registration();
    const headers = { 'Idempotency-Key': 'k-1' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ledger.demo.post('/v1/orders', body, headers)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.has('idempotency-replayed'))).toHaveLength(19);
  });

  test('with other content under the same number is refused', async () => {
    const body = registration();
    await ledger.demo.post('/v1/orders', body);
    const other = { ...body, attributes: { note: 'other' } };
    expectProblem(await ledger.demo.post('/v1/orders', other), 422, 'ORDER_NUMBER_TAKEN');
  });

  test('with other content under the same key is refused', async () => {
    const body = registration();
    const headers = { 'Idempotency-Key': 'k-1' };
    await ledger.demo.post('/v1/orders', body, headers);
    const other = { ...body, paymentMethod: 'card' };
    const answer = await ledger.demo.post('/v1/orders', other, headers);
    expectProblem(answer, 422, 'IDEMPOTENCY_KEY_REUSED');
  });

  test('takes currency and segment from the store, and repeats attributes', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write', 'orders:read'], {
      salesSegment: 'B2B',
      currency: 'EUR',
      countryCode: 'FI',
    });
    const attributes = { woo: { orderKey: 'wc_1', ids: [1, 2.5, null] } };
    const rows = [{ description: 'Sofa', unitPrice: 100, quantity: 3, vatRate: 25.5, attributes }];
    const defaults = { currency: undefined, salesSegment: undefined };
    const { id, made } = await ledger.register({ store, rows, attributes, ...defaults }, caller);
    const shown = await caller.getAfter(made, `/v1/orders/${id}`);
    expect(shown.body).toMatchObject({
      store,
      currency: 'EUR',
      salesSegment: 'B2B',
      total: 300,
      attributes,
      rows: [{ rowId: 'r1', vatRate: 25.5, attributes }],
    });
  });

  test('that waits for its payment is Pending', async () => {
    const { id, made } = await ledger.register({ authorization: { status: 'pending' } });
    const { body } = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    expect(body).toMatchObject({ status: 'Pending', revision: '0' });
  });

  test('for a store of others is answered as for a store that does not exist', async () => {
    const { store } = await ledger.clientOf(['orders:write']);
    for (const name of [store, 'no-such-store']) {
      const answer = await ledger.demo.post('/v1/orders', registration({ store: name }));
      expectProblem(answer, 404, 'STORE_NOT_FOUND');
    }
  });

  const row = { description: 'Sofa', unitPrice: 100, quantity: 1, vatRate: 25 };
  test.each([
    ['ORDER_CURRENCY_UNKNOWN', { currency: 'XXX' }],
    ['ORDER_ROWS_REQUIRED', { rows: [] }],
    ['ORDER_AMOUNT_TOO_LARGE', { rows: [{ ...row, unitPrice: 1_000_000_000_000 }] }],
    ['ORDER_AMOUNT_TOO_LARGE', { rows: [{ ...row, unitPrice: 1_000, quantity: 1_000_000_000 }] }],
    ['ORDER_TOTAL_NEGATIVE', { rows: [{ ...row, unitPrice: -1 }] }],
    ['ORDER_EXPIRY_NOT_IN_FUTURE', { expiresAt: '2020-01-01T00:00:00Z' }],
  ])('is refused with %s for %j', async (code, content) => {
    const body = registration(content);
    expectProblem(await ledger.demo.post('/v1/orders', body), 422, code);
    const { orderNumber } = body as { orderNumber: string };
    const { body: page } = await ledger.demo.get(`/v1/orders?number=${orderNumber}`);
    expect(page).toEqual({ items: [], nextCursor: null });
  });

  test('names every wrong field', async () => {
    const body = registration({ rows: [{ ...row, unitPrice: 1.5, colour: 'red' }], note: 1 });
    const answer = await ledger.demo.post('/v1/orders', body, { 'Idempotency-Key': 'k' });
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(pointersOf(answer)).toEqual(['/note', '/rows/0/colour', '/rows/0/unitPrice']);
  });

  test('takes a key of 1 to 128 visible ASCII characters', async () => {
    for (const key of ['', ' ', 'a b', 'k'.repeat(129)]) {
      const headers = { 'Idempotency-Key': key };
      const answer = await ledger.demo.post('/v1/orders', registration(), headers);
      expectProblem(answer, 400, 'VALIDATION_ERROR');
      expect(pointersOf(answer)).toEqual(['/Idempotency-Key']);
    }
    const headers = { 'Idempotency-Key': '~!'.repeat(64) };
    expect((await ledger.demo.post('/v1/orders', registration(), headers)).status).toBe(202);
  });

  test('of more content than one append can hold is refused, though its body is not too large', async () => {
    const attributes = { text: 'x'.repeat(950) };
    const rows = Array.from({ length: 1_000 }, () => ({ ...row, attributes }));
    const body = registration({ rows });
    expect(JSON.stringify(body).length).toBeLessThan(1_048_576);
    expectProblem(await ledger.demo.post('/v1/orders', body), 413, 'PAYLOAD_TOO_LARGE');
    const { orderNumber } = body as { orderNumber: string };
    const { body: page } = await ledger.demo.get(`/v1/orders?number=${orderNumber}`);
    expect(page).toEqual({ items: [], nextCursor: null });
  });
});

describe('a body that is not what it should be', () => {
  test.each([
    ['no JSON', '{"store": '],
    ['a list', '[]'],
    ['a number', '1'],
    ['nothing', ''],
    ['a name twice', '{"store": "a", "store": "a"}'],
    ['NaN', '{"store": NaN}'],
    ['a NUL', '{"store": "\\u0000"}'],
    ['half a surrogate pair', '{"store": "\\ud800"}'],
    ['a prototype', '{"__proto__": {"store": "demo-se"}}'],
    ['a constructor', '{"constructor": 1}'],
    ['deeper than anybody needs', '['.repeat(100_000)],
    ['an endless number', `{"store": ${'9'.repeat(100_000)}}`],
  ])('%s is refused as a wrong shape', async (_, body) => {
    expectProblem(await ledger.demo.post('/v1/orders', body), 400, 'VALIDATION_ERROR');
  });

  test('bytes that are no UTF-8 are refused as a wrong shape', async () => {
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expectProblem(await ledger.demo.post('/v1/orders', body), 400, 'VALIDATION_ERROR');
  });

  test('more than 1 MiB is refused by its size', async () => {
    const body = JSON.stringify({ store: 'x'.repeat(1_100_000) });
    expectProblem(await ledger.demo.post('/v1/orders', body), 413, 'PAYLOAD_TOO_LARGE');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
    '%s is not read',
    async (type) => {
      const answer = await ledger.demo.post('/v1/orders', '{}', { 'Content-Type': type });
      expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
    },
  );

  test.each([
    'application/json; charset=utf-8',
    'application/merge-patch+json',
    'APPLICATION/JSON',
  ])('%s is read', async (type) => {
    const body = JSON.stringify(registration());
    const answer = await ledger.demo.post('/v1/orders', body, { 'Content-Type': type });
    expect(answer.status).toBe(202);
  });
});

describe('listing orders', () => {
  const idsOf = (body: unknown) => (body as Listed).items.map(({ orderId }) => orderId);

  test('goes through all of them once, newest first, page by page', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write', 'orders:read']);
    const registered: string[] = [];
    let last = await ledger.register({ store }, caller);
    registered.push(last.id);
    for (let index = 1; index < 5; index += 1) {
      last = await ledger.register({ store }, caller);
      registered.push(last.id);
    }
    const first = await caller.getAfter(last.made, '/v1/orders?limit=2');
    expect(first.status).toBe(200);
    const seen = idsOf(first.body);
    let { nextCursor } = first.body as Listed;
    while (nextCursor !== null) {
      const { body } = await caller.get(`/v1/orders?limit=2&cursor=${nextCursor}`);
      seen.push(...idsOf(body));
      ({ nextCursor } = body as Listed);
    }
    expect(seen).toEqual(registered.toReversed());
  });

  test('shows of each order its sums, without rows and captures', async () => {
    const { id, made } = await ledger.register();
    const whole = await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    const summary = { ...(whole.body as Record<string, unknown>) };
    delete summary['rows'];
    delete summary['captures'];
    const number = String(summary['orderNumber']);
    const { body } = await ledger.demo.get(`/v1/orders?number=${number}`);
    expect(body).toEqual({ items: [summary], nextCursor: null });
  });

  test('filters', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write', 'orders:read']);
    const pending = { store, authorization: { status: 'pending' } };
    const { id: one } = await ledger.register({ store, orderNumber: 'needle-1' }, caller);
    const { id: two, made } = await ledger.register({ ...pending, orderNumber: 'hay' }, caller);
    const shown = await caller.getAfter(made, `/v1/orders/${two}`);
    const { placedAt } = shown.body as { placedAt: string };
    const list = async (query: string) => idsOf((await caller.get(`/v1/orders?${query}`)).body);
    expect(await list(`store=${store}`)).toEqual([two, one]);
    expect(await list('status=Pending')).toEqual([two]);
    expect(await list('number=needle-1')).toEqual([one]);
    expect(await list('q=EEDLE')).toEqual([one]);
    expect(await list(`placedFrom=${placedAt}`)).toContain(two);
    expect(await list(`placedTo=${placedAt}`)).toEqual([two, one]);
    expect(await list('placedTo=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await list('placedFrom=2099-01-01T00:00:00%2B01:00')).toEqual([]);
    expect(await list('store=demo-se')).toEqual([]);
    expect(await list('q=%25')).toEqual([]);
  });

  test.each([
    'limit=0',
    'limit=1001',
    'limit=ten',
    'limit=1&limit=2',
    'cursor=nonsense',
    ...['0000-01-01', '-000001-01-01', '+275760-09-13', '1899-12-31', '3000-01-01'].map(
      forgedCursor,
    ),
    'status=Paid',
    'placedFrom=yesterday',
    'placedFrom=0000-01-01T00:00:00Z',
    'placedTo=9999-12-31T23:59:59-23:00',
    'q=%00',
    'store=a%20b',
    'number=',
    'colour=red',
    'at=3',
  ])('refuses ?%s', async (query) => {
    const answer = await ledger.demo.get(`/v1/orders?${query}`);
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(pointersOf(answer)).toEqual([`/${query.split('=')[0]}`]);
  });
});

describe('reading an order', () => {
  test('that is not there, is of others or is no UUID is answered alike', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write', 'orders:read']);
    const { id, made } = await ledger.register({ store }, caller);
    expect((await caller.getAfter(made, `/v1/orders/${id}`)).status).toBe(200);
    for (const other of [id, randomUUID(), 'nonsense', "' OR true"]) {
      const path = `/v1/orders/${encodeURIComponent(other)}`;
      for (const part of ['', '/captures', `/captures/${randomUUID()}`, '/history']) {
        expectProblem(await ledger.demo.get(`${path}${part}`), 404, 'ORDER_NOT_FOUND');
      }
    }
  });

  test('takes its id in capital letters too', async () => {
    const { id, made } = await ledger.register();
    const { body } = await ledger.demo.getAfter(made, `/v1/orders/${id.toUpperCase()}`);
    expect(body).toMatchObject({ orderId: id });
  });

  test('waits for a position that is reached, by header or parameter', async () => {
    const { id, made } = await ledger.register();
    const { position } = made.body as { position: string };
    const prefer = { Prefer: 'wait=15' };
    const { status, headers } = await ledger.demo.get(
      `/v1/orders/${id}?position=${position}`,
      prefer,
    );
    expect(status).toBe(200);
    expect(headers.get('preference-applied')).toBe('wait=15');
  });

  test('answers 412 with what is reached when the log does not reach the position, without waiting', async () => {
    const { id, made } = await ledger.register();
    await ledger.demo.getAfter(made, `/v1/orders/${id}`);
    const headers = { 'Ledger-Position': '9223372036854775807', Prefer: 'wait=30' };
    const started = performance.now();
    const answer = await ledger.demo.get(`/v1/orders/${id}`, headers);
    expectProblem(answer, 412, 'POSITION_NOT_REACHED');
    expect(performance.now() - started).toBeLessThan(25_000);
    expect(answer.body).toMatchObject({ detail: expect.stringMatching(/^The log ends at/) });
    const { position } = answer.body as { position: string };
    expect(answer.headers.get('ledger-position')).toBe(position);
    const { position: reached } = made.body as { position: string };
    expect(BigInt(position)).toBeGreaterThanOrEqual(BigInt(reached));
  });

  test.each(['-1', 'abc', '1.5', '99999999999999999999'])(
    'refuses the position %s',
    async (position) => {
      const { id } = await ledger.register();
      const answer = await ledger.demo.get(`/v1/orders/${id}?position=${position}`);
      expectProblem(answer, 400, 'VALIDATION_ERROR');
      expect(pointersOf(answer)).toEqual(['/position']);
    },
  );
});

describe('the description of the API', () => {
  test('names only schemas that it has, and the contract page’s calls', async () => {
    const { body } = await ledger.demo.get('/openapi.json');
    const { components, paths } = body as {
      components: { schemas: object };
      paths: Record<string, object>;
    };
    const references = [...JSON.stringify(body).matchAll(/"#\/components\/schemas\/([^"]*)"/g)];
    const known = new Set(Object.keys(components.schemas));
    expect(references.length).toBeGreaterThan(20);
    expect(references.map(([, name]) => name).filter((name) => !known.has(name ?? ''))).toEqual([]);
    const calls = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls).toEqual(
      expect.arrayContaining([
        'POST /v1/orders',
        'GET /v1/orders',
        'GET /v1/orders/{id}',
        'POST /v1/orders/{id}/captures',
        'GET /v1/orders/{id}/captures',
        'GET /v1/orders/{id}/captures/{captureId}',
        'GET /v1/orders/{id}/history',
        ...['clients', 'stores'].flatMap((name) => [`POST /v1/${name}`, `GET /v1/${name}`]),
        'DELETE /v1/clients/{clientId}',
        'DELETE /v1/stores/{store}',
      ]),
    );
  });
});
