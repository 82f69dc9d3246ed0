import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { scopes } from '#access';
import { orderIdsOf } from '#event-log/offline';
import { OrderIds } from '#ledger';
import { eventually } from '../../../../../../test/support/system.js';
import { LedgerCaller } from '../testing/ledger-caller.js';
import { expectProblem, pointersOf } from '../testing/problem.js';
import { useLedger } from '../testing/use-ledger.js';

/**
 * The documentation promises that a key is revoked within 5 seconds; a busy machine may take
 * longer.
 */
const revokedWithinMs = 20_000;

const ledger = useLedger();

const storeNamed = (store: string, other: object = {}) => ({
  store,
  salesSegment: 'B2C',
  currency: 'SEK',
  ...other,
});

describe('a store', () => {
  test('is made, shown, listed and removed', async () => {
    const store = `s-${randomUUID()}`;
    const body = storeNamed(store, {
      timeZone: 'Europe/Stockholm',
      settlement: 'weekly',
      name: 'Demo',
      countryCode: 'SE',
    });
    const made = await ledger.demo.post('/v1/stores', body);
    expect([made.status, made.body]).toEqual([201, body]);
    expect(made.headers.get('location')).toBe(`/v1/stores/${store}`);
    expect((await ledger.demo.get(`/v1/stores/${store}`)).body).toEqual(body);
    const listed = await ledger.demo.get('/v1/stores?limit=1000');
    expect((listed.body as { items: unknown[] }).items).toContainEqual(body);

    const removed = await ledger.demo.delete(`/v1/stores/${store}`);
    expect([removed.status, removed.body]).toEqual([204, undefined]);
    expectProblem(await ledger.demo.get(`/v1/stores/${store}`), 404, 'STORE_NOT_FOUND');
    expectProblem(await ledger.demo.delete(`/v1/stores/${store}`), 404, 'STORE_NOT_FOUND');
    expectProblem(await ledger.demo.post('/v1/stores', body), 422, 'STORE_ID_TAKEN');
  });

  test('is kept with its orders, where only an empty one may be removed', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write', 'orders:read']);
    const path = `/v1/stores/${store}?onlyIfEmpty=true`;
    const { id, made } = await ledger.register({ store }, caller);
    await caller.getAfter(made, `/v1/orders/${id}`);
    expectProblem(await ledger.demo.delete(path), 422, 'STORE_HAS_ORDERS');
    expect((await ledger.demo.get(`/v1/stores/${store}`)).status).toBe(200);
    const empty = `s-${randomUUID()}`;
    await ledger.demo.post('/v1/stores', storeNamed(empty));
    expect((await ledger.demo.delete(`/v1/stores/${empty}?onlyIfEmpty=true`)).status).toBe(204);
    const wrong = await ledger.demo.delete(`/v1/stores/${store}?onlyIfEmpty=yes`);
    expectProblem(wrong, 400, 'VALIDATION_ERROR');
  });

  test('gets another time zone, of those that IANA names', async () => {
    const store = `s-${randomUUID()}`;
    await ledger.demo.post('/v1/stores', storeNamed(store));
    const path = `/v1/stores/${store}`;
    const changed = await ledger.demo.patch(path, { timeZone: 'Asia/Kolkata' });
    expect(changed).toMatchObject({ status: 200, body: { store, timeZone: 'Asia/Kolkata' } });
    expect((await ledger.demo.get(path)).body).toEqual(changed.body);
    for (const timeZone of ['BST', 'IST', 'AET', 'EST5EDT', '+01:00', 'Asia/Calcutta']) {
      const refused = await ledger.demo.patch(path, { timeZone });
      expectProblem(refused, 400, 'VALIDATION_ERROR');
      expect(pointersOf(refused)).toEqual(['/timeZone']);
      const made = await ledger.demo.post('/v1/stores', storeNamed(randomUUID(), { timeZone }));
      expectProblem(made, 400, 'VALIDATION_ERROR');
    }
    const details = { name: 'Shop', taxNumber: 'IN27', address: { city: 'Pune' } };
    const both = await ledger.demo.patch(path, { timeZone: 'UTC', ...details });
    expect(both).toMatchObject({ status: 200, body: { timeZone: 'UTC', ...details } });
    expect((await ledger.demo.get(path)).body).toEqual(both.body);
    expectProblem(await ledger.demo.patch(path, {}), 400, 'VALIDATION_ERROR');
    const nobody = await ledger.demo.patch('/v1/stores/nobody', { timeZone: 'UTC' });
    expectProblem(nobody, 404, 'STORE_NOT_FOUND');
  });

  test('is settled daily in UTC unless it says otherwise', async () => {
    const store = `s-${randomUUID()}`;
    const { body } = await ledger.demo.post('/v1/stores', storeNamed(store));
    expect(body).toEqual({ ...storeNamed(store), timeZone: 'UTC', settlement: 'daily' });
  });

  test.each([
    ['store', { store: 'a b' }],
    ['salesSegment', { salesSegment: undefined }],
    ['currency', { currency: 'XXX' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['timeZone', { timeZone: '+01:00' }],
    ['settlement', { settlement: 'hourly' }],
    ['countryCode', { countryCode: 'SWE' }],
    ['owner', { owner: 'me' }],
  ])('is refused at %s for %j', async (field, other) => {
    const answer = await ledger.demo.post('/v1/stores', storeNamed(`s-${randomUUID()}`, other));
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(pointersOf(answer)).toEqual([`/${field}`]);
  });
});

describe('the ids of orders', () => {
  test('are made under a namespace of the ledger’s own, which only admins are told', async () => {
    const { status, body } = await ledger.demo.get('/v1/audit/identity');
    expect(status).toBe(200);
    const orderIds = new OrderIds((body as { orderNamespace: string }).orderNamespace);
    const orderNumber = randomUUID();
    const { id } = await ledger.register({ orderNumber });
    expect(id).toBe(orderIds.of('demo-se', orderNumber));
    const guessed = orderIdsOf(undefined).of('demo-se', orderNumber);
    expectProblem(await ledger.demo.get(`/v1/orders/${guessed}`), 404, 'ORDER_NOT_FOUND');

    const { caller } = await ledger.clientOf(['audit:read', 'orders:read']);
    expectProblem(await caller.get('/v1/audit/identity'), 403, 'FORBIDDEN');
  });
});

describe('the audit trail', () => {
  interface Entry {
    readonly actionId: string;
    readonly action: string;
    readonly outcome: string;
    readonly by: string;
    readonly from: string;
    readonly target: Record<string, unknown>;
  }
  const entries = async (query = ''): Promise<Entry[]> => {
    const { status, body } = await ledger.demo.get(`/v1/audit/actions?limit=1000${query}`);
    expect(status).toBe(200);
    return (body as { items: Entry[] }).items;
  };

  test('has what administrators did, before and after, with no secret', async () => {
    const clientId = `c-${randomUUID()}`;
    const made = await ledger.demo.post('/v1/clients', {
      ...{ clientId, stores: ['demo-se'], scopes: ['orders:read'] },
    });
    const { clientSecret } = made.body as { clientSecret: string };
    await ledger.demo.delete(`/v1/clients/${clientId}`);
    await ledger.demo.delete(`/v1/clients/${clientId}-nobody`);
    const all = await entries();
    const own = all.filter(({ target }) => String(target['clientId']).startsWith(clientId));
    expect(own).toHaveLength(6);
    const [refused, , removed, , created, requested] = own;
    expect([requested, created, removed, refused]).toMatchObject([
      { action: 'POST /v1/clients', outcome: 'requested', by: 'demo', target: { clientId } },
      { action: 'POST /v1/clients', outcome: 'done', actionId: requested?.actionId },
      { action: 'DELETE /v1/clients/:clientId', outcome: 'done', target: { clientId } },
      { action: 'DELETE /v1/clients/:clientId', outcome: 'refused', code: expect.any(String) },
    ]);
    expect(requested).toMatchObject({
      from: expect.stringContaining('127.0.0.1'),
      target: { stores: ['demo-se'], scopes: ['orders:read'] },
    });
    expect(JSON.stringify(all)).not.toContain(clientSecret);
  });

  test('is filtered and comes in pages, for administrators alone', async () => {
    await ledger.demo.patch('/v1/stores/demo-se', { timeZone: 'UTC' });
    const changes = await entries('&action=patch&by=demo');
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every(({ action }) => action === 'PATCH /v1/stores/:store')).toBe(true);
    expect(await entries('&by=nobody-at-all')).toEqual([]);
    const seen: Entry[] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/v1/audit/actions?limit=7${cursor === null ? '' : `&cursor=${cursor}`}`;
      const { body } = await ledger.demo.get(path);
      const page = body as { items: Entry[]; nextCursor: string | null };
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(await entries());
    expectProblem(await ledger.demo.get('/v1/audit/actions?cursor=x'), 400, 'VALIDATION_ERROR');
    const { caller } = await ledger.clientOf(['audit:read', 'orders:write']);
    expectProblem(await caller.get('/v1/audit/actions'), 403, 'FORBIDDEN');
  });
});

describe('a client', () => {
  test('is made with a secret that is shown this once', async () => {
    const clientId = `c-${randomUUID()}`;
    const body = { clientId, stores: ['demo-se'], scopes: ['captures:write', 'orders:read'] };
    const made = await ledger.demo.post('/v1/clients', body);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({ ...body, clientSecret: expect.stringMatching(/^[\w-]{43}$/) });
    expect(made.headers.get('location')).toBe(`/v1/clients/${clientId}`);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect((await ledger.demo.get(`/v1/clients/${clientId}`)).body).toEqual(body);
    const { body: page } = await ledger.demo.get('/v1/clients?limit=1000');
    expect((page as { items: unknown[] }).items).toContainEqual(body);
    const { clientSecret } = made.body as { clientSecret: string };
    const caller = await LedgerCaller.authenticate(ledger.url, clientId, clientSecret);
    expect((await caller.get('/v1/orders')).status).toBe(200);
  });

  test('has an id that is never given twice', async () => {
    const body = { clientId: `c-${randomUUID()}`, stores: [], scopes: ['admin'] };
    await ledger.demo.post('/v1/clients', body);
    expectProblem(await ledger.demo.post('/v1/clients', body), 422, 'CLIENT_ID_TAKEN');
    await ledger.demo.delete(`/v1/clients/${body.clientId}`);
    expectProblem(await ledger.demo.get(`/v1/clients/${body.clientId}`), 404, 'CLIENT_NOT_FOUND');
    expectProblem(await ledger.demo.post('/v1/clients', body), 422, 'CLIENT_ID_TAKEN');
  });

  test('acts for stores that there are', async () => {
    const body = { clientId: `c-${randomUUID()}`, stores: ['no-such-store'], scopes: ['admin'] };
    expectProblem(await ledger.demo.post('/v1/clients', body), 422, 'STORE_UNKNOWN');
  });

  test.each([
    ['clientId', { clientId: '' }],
    ['stores', { stores: 'demo-se' }],
    ['stores', { stores: ['a b'] }],
    ['stores', { stores: ['demo-se', 'demo-se'] }],
    ['stores', { stores: Array.from({ length: 101 }, (_, index) => `s-${index}`) }],
    ['scopes', { scopes: [] }],
    ['scopes', { scopes: ['everything'] }],
    ['clientSecret', { clientSecret: 'mine' }],
  ])('is refused at %s', async (field, other) => {
    const body = { clientId: `c-${randomUUID()}`, stores: [], scopes: ['admin'], ...other };
    const answer = await ledger.demo.post('/v1/clients', body);
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(pointersOf(answer)).toEqual([`/${field}`]);
  });

  test('comes in pages', async () => {
    const { body } = await ledger.demo.get('/v1/clients?limit=1');
    const first = body as { items: unknown[]; nextCursor: string };
    expect(first.items).toHaveLength(1);
    const next = await ledger.demo.get(`/v1/clients?limit=1&cursor=${first.nextCursor}`);
    expect((next.body as { items: unknown[] }).items).not.toEqual(first.items);
    const answer = await ledger.demo.get('/v1/clients?cursor=!');
    expectProblem(answer, 400, 'VALIDATION_ERROR');
  });
});

describe('access', () => {
  const calls: readonly [string, string, string][] = [
    ['POST', '/v1/orders', 'orders:write'],
    ['GET', '/v1/orders', 'orders:read'],
    ['GET', `/v1/orders/${randomUUID()}`, 'orders:read'],
    ['POST', `/v1/orders/${randomUUID()}/captures`, 'captures:write'],
    ['GET', `/v1/orders/${randomUUID()}/captures`, 'orders:read'],
    ['GET', `/v1/orders/${randomUUID()}/captures/${randomUUID()}`, 'orders:read'],
    ['GET', `/v1/orders/${randomUUID()}/history`, 'orders:read'],
    ...['clients', 'stores'].flatMap((name): [string, string, string][] => [
      ['POST', `/v1/${name}`, 'admin'],
      ['GET', `/v1/${name}`, 'admin'],
      ['GET', `/v1/${name}/x`, 'admin'],
      ['DELETE', `/v1/${name}/x`, 'admin'],
    ]),
  ];

  test('needs a token, and the scope of the call, before anything else is looked at', async () => {
    for (const [method, path, scope] of calls) {
      const body = method === 'POST' ? { body: 'no JSON' } : {};
      const nobody = await new LedgerCaller(ledger.url).send(path, { method, ...body });
      expectProblem(nobody, 401, 'UNAUTHORIZED');
      expect(nobody.headers.get('www-authenticate')).toBe('Bearer realm="ledger"');
      const forged = new LedgerCaller(ledger.url, 'eyJhbGciOiJub25lIn0.e30.');
      const refused = await forged.send(path, { method, ...body });
      expectProblem(refused, 401, 'UNAUTHORIZED');
      expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
      const others = scopes.filter((other) => other !== scope);
      const { caller } = await ledger.clientOf(others);
      const answer = await caller.send(path, { method, ...body });
      expectProblem(answer, 403, 'FORBIDDEN');
      expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
    }
  });

  test('of a disabled client ends within seconds', async () => {
    const { caller, clientId, clientSecret } = await ledger.clientOf(['orders:read']);
    expect((await caller.get('/v1/orders')).status).toBe(200);
    expect((await ledger.demo.delete(`/v1/clients/${clientId}`)).status).toBe(204);
    const ended = async () => (await caller.get('/v1/orders')).status === 401 || undefined;
    await eventually('the token is refused', ended, revokedWithinMs);
    await expect(LedgerCaller.authenticate(ledger.url, clientId, clientSecret)).rejects.toThrow(
      '401',
    );
  });

  test('to a removed store ends within seconds, and to others goes on', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write', 'orders:read']);
    const { id, made } = await ledger.register({ store }, caller);
    expect((await caller.getAfter(made, `/v1/orders/${id}`)).status).toBe(200);
    await ledger.demo.delete(`/v1/stores/${store}`);
    const ended = async () => (await caller.get(`/v1/orders/${id}`)).status === 401 || undefined;
    await eventually('the token is refused', ended, revokedWithinMs);
    expect((await ledger.demo.get('/v1/orders')).status).toBe(200);
  });
});

describe('a problem', () => {
  test('is documented where its type leads', async () => {
    const { body } = await ledger.demo.get('/v1/nothing-here');
    const { type, title, status, code } = body as Record<string, string>;
    const found = await new LedgerCaller(ledger.url).get(type ?? '');
    expect(found.body).toEqual({ type, title, status, code });
    const list = await new LedgerCaller(ledger.url).get('/v1/problems');
    expect((list.body as { items: unknown[] }).items).toContainEqual(found.body);
    expectProblem(await ledger.demo.get('/v1/problems/NO_SUCH_CODE'), 404, 'NOT_FOUND');
  });
});
