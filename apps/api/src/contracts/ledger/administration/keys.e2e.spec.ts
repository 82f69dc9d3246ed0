import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { expectProblem, pointersOf } from '../testing/problem.js';
import { useLedger } from '../testing/use-ledger.js';

const ledger = useLedger();

const clientOf = async (...stores: string[]): Promise<string> => {
  const clientId = `c-${randomUUID()}`;
  const body = { clientId, stores, scopes: ['captures:write', 'orders:read'] };
  expect((await ledger.demo.post('/v1/clients', body)).status).toBe(201);
  return clientId;
};

const woocommerce = { kind: 'woocommerce', permission: 'read_write' };
const medusa = () => ({
  ...{ kind: 'medusa', email: `${randomUUID()}@shop.example`, password: 'a long password' },
});
const akinon = () => ({ kind: 'akinon', username: randomUUID(), password: 'a long password' });

describe('a key for another contract', () => {
  test.each([
    [
      woocommerce,
      {
        consumerKey: expect.stringMatching(/^ck_[\da-f]{40}$/),
        consumerSecret: expect.stringMatching(/^cs_[\da-f]{40}$/),
      },
      { permission: 'read_write' },
    ],
    [medusa(), { apiToken: expect.stringMatching(/^[\da-f]{40}$/) }, { email: expect.any(String) }],
    [akinon(), { token: expect.stringMatching(/^[\da-f]{40}$/) }, { username: expect.any(String) }],
  ])('is made, shown, listed and revoked: %j', async (body, answer, details) => {
    const clientId = await clientOf('demo-se');
    const path = `/v1/clients/${clientId}/keys`;
    const made = await ledger.demo.post(path, body);
    expect([made.status, made.body]).toEqual([201, answer]);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const location = made.headers.get('location') ?? '';
    expect(location.startsWith(`${path}/`)).toBe(true);
    const shown = await ledger.demo.get(location);
    expect([shown.status, shown.body]).toEqual([
      200,
      {
        ...{ keyId: location.slice(path.length + 1), kind: body.kind, store: 'demo-se' },
        ...{ hint: expect.stringMatching(/^[\da-f]{7}$/), createdAt: expect.any(String) },
        ...details,
      },
    ]);
    const listed = await ledger.demo.get(path);
    expect(listed.body).toEqual({ items: [shown.body], nextCursor: null });
    expect((await ledger.demo.delete(location)).status).toBe(204);
    expectProblem(await ledger.demo.get(location), 404, 'KEY_NOT_FOUND');
    expectProblem(await ledger.demo.delete(location), 404, 'KEY_NOT_FOUND');
    expect((await ledger.demo.get(path)).body).toEqual({ items: [], nextCursor: null });
  });

  test.each([
    ['kind', { ...woocommerce, kind: 'stripe' }],
    ['kind', { permission: 'read' }],
    ['permission', { kind: 'woocommerce' }],
    ['permission', { ...woocommerce, permission: 'all' }],
    ['permission', { ...medusa(), permission: 'read' }],
    ['email', { ...medusa(), email: 'nobody' }],
    ['email', { ...woocommerce, email: 'a@shop.example' }],
    ['password', { ...medusa(), password: 'short' }],
    ['password', { ...akinon(), password: undefined }],
    ['username', { ...akinon(), username: 'a b' }],
    ['store', { ...woocommerce, store: 'a b' }],
    ['consumerKey', { ...woocommerce, consumerKey: 'mine' }],
  ])('is refused at %s for %j', async (field, body) => {
    const path = `/v1/clients/${await clientOf('demo-se')}/keys`;
    const answer = await ledger.demo.post(path, body);
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(pointersOf(answer)).toEqual([`/${field}`]);
  });

  test('acts for one store of its client', async () => {
    const second = `s-${randomUUID()}`;
    const store = { store: second, salesSegment: 'B2C', currency: 'SEK' };
    expect((await ledger.demo.post('/v1/stores', store)).status).toBe(201);
    const many = `/v1/clients/${await clientOf('demo-se', second)}/keys`;
    expectProblem(await ledger.demo.post(many, woocommerce), 422, 'KEY_STORE_NEEDED');
    const other = { ...woocommerce, store: 'no-such-store' };
    const unknown = await ledger.demo.post(many, other);
    expectProblem(unknown, 422, 'STORE_UNKNOWN');
    expect(unknown.body).toMatchObject({ detail: expect.stringContaining('no-such-store') });
    const made = await ledger.demo.post(many, { ...woocommerce, store: second });
    expect(made.status).toBe(201);
    const none = `/v1/clients/${await clientOf()}/keys`;
    expectProblem(await ledger.demo.post(none, woocommerce), 422, 'KEY_STORE_NEEDED');
  });

  test('belongs to a client that there is, and has a log-in of its own', async () => {
    const nobody = '/v1/clients/nobody-here/keys';
    expectProblem(await ledger.demo.post(nobody, woocommerce), 404, 'CLIENT_NOT_FOUND');
    expectProblem(await ledger.demo.get(nobody), 404, 'CLIENT_NOT_FOUND');
    const path = `/v1/clients/${await clientOf('demo-se')}/keys`;
    const login = akinon();
    expect((await ledger.demo.post(path, login)).status).toBe(201);
    expectProblem(await ledger.demo.post(path, login), 422, 'KEY_LOGIN_TAKEN');
    expectProblem(await ledger.demo.get(`${path}?cursor=!`), 400, 'VALIDATION_ERROR');
  });

  test('is made by administrators alone, who are on record without its secrets', async () => {
    const clientId = await clientOf('demo-se');
    const path = `/v1/clients/${clientId}/keys`;
    const { caller } = await ledger.clientOf(['captures:write']);
    expectProblem(await caller.post(path, woocommerce), 403, 'FORBIDDEN');
    const login = medusa();
    const made = await ledger.demo.post(path, login);
    const { apiToken } = made.body as { apiToken: string };
    const { body } = await ledger.demo.get('/v1/audit/actions?limit=1000');
    const { items } = body as { items: { action: string; target: Record<string, unknown> }[] };
    const own = items.filter(({ target }) => target['clientId'] === clientId);
    expect(own).toContainEqual(
      expect.objectContaining({
        ...{ action: 'POST /v1/clients/:clientId/keys', outcome: 'done' },
        target: { clientId, kind: 'medusa' },
      }),
    );
    for (const secret of [apiToken, login.password, login.email])
      expect(JSON.stringify(own)).not.toContain(secret);
  });
});
