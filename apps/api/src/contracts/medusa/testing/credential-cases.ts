import { beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../../../../../test/support/until.js';
import type { LedgerUnderTest } from '../../ledger/testing/use-ledger.js';
import { error, expectUnauthorized, refused } from './answers.js';
import { MedusaShop, password } from './medusa-shop.js';

/** Specs of API tokens, bearer tokens and sessions. */
export const credentialCases = (shopOf: () => MedusaShop): void => {
  let shop: MedusaShop;
  let ledger: LedgerUnderTest;
  beforeAll(() => {
    shop = shopOf();
    ledger = shop.ledger;
  });

  describe('credentials', () => {
    const logIn = (path: string, body: object = { email: shop.email, password }) =>
      shop.send(path, {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const show = (headers: Record<string, string>) =>
      shop.send('/admin/auth', { method: 'GET', headers });

    test('are none, wrong or of another kind: 401, at unknown addresses too', async () => {
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      const claims = Buffer.from('{"user_id":"usr_1","domain":"admin"}').toString('base64url');
      const wrong: readonly Record<string, string>[] = [
        {},
        { 'x-medusa-access-token': 'wrong' },
        { 'x-medusa-access-token': '' },
        { Authorization: `Bearer ${shop.apiToken}` },
        { Authorization: shop.caller.authorization },
        { Authorization: `Bearer ${none}.${claims}.` },
        { Authorization: 'Bearer' },
        { Authorization: 'Basic abc' },
        { Cookie: 'connect.sid=%zz; connect.sid=' },
        { Cookie: `connect.sid=s%3A${'x'.repeat(40)}` },
        { Cookie: '=;;=' },
      ];
      for (const headers of wrong) {
        expectUnauthorized(await show(headers));
        for (const path of ['/admin/orders', '/admin/orders/x', '/admin/no/such/thing'])
          expectUnauthorized(await shop.send(path, { method: 'GET', headers }));
        expectUnauthorized(await shop.send('/admin/orders/x/capture', { headers, body: '{' }));
      }
    });

    test('are a session of 10 hours that ends at every replica', async () => {
      const answer = await logIn('/admin/auth', { email: shop.email.toUpperCase(), password });
      expect(answer.status).toBe(200);
      expect(answer.body['user']).toMatchObject({ email: shop.email, role: 'admin' });
      const cookie = answer.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(/^connect\.sid=[^;]+; Path=\/; Expires=.*; Max-Age=36000; HttpOnly/);
      const [pair = ''] = cookie.split(';');
      for (let call = 0; call < 6; call += 1)
        expect((await show({ Cookie: pair })).status).toBe(200);
      expect((await show({ Cookie: `a=b; ${pair}`, Authorization: 'Bearer x' })).status).toBe(200);
      const ended = await shop.send('/admin/auth', { method: 'DELETE', headers: { Cookie: pair } });
      expect([ended.status, ended.text]).toEqual([200, 'OK']);
      for (let call = 0; call < 6; call += 1) expectUnauthorized(await show({ Cookie: pair }));
    });

    test('are a bearer token of 24 hours', async () => {
      const answer = await logIn('/admin/auth/token');
      const token = String(answer.body['access_token']);
      const [header, claims] = token
        .split('.', 2)
        .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object);
      expect(header).toMatchObject({ alg: 'HS256' });
      const { exp, iat, ...rest } = claims as { exp: number; iat: number };
      expect([exp - iat, rest]).toEqual([
        ...[86_400, { user_id: expect.stringMatching(/^usr_/), domain: 'admin' }],
      ]);
      expect((await show({ Authorization: `bearer ${token}` })).status).toBe(200);
      expectUnauthorized(await show({ 'x-medusa-access-token': token }));
    });

    test('are not got with a wrong password, nor with a wrong body', async () => {
      expectUnauthorized(await logIn('/admin/auth', { email: shop.email, password: 'wrong' }));
      expectUnauthorized(
        await logIn('/admin/auth/token', { email: 'nobody@shop.example', password }),
      );
      expect(error(await logIn('/admin/auth', {}))).toEqual(
        refused(400, 'invalid_data', 'email must be an email, password must be a string'),
      );
      const broken = { headers: { 'Content-Type': 'application/json' }, body: '{' };
      expect((await shop.send('/admin/auth', broken)).status).toBe(400);
    });

    test('need the scope of the call', async () => {
      const reader = await MedusaShop.make(ledger, ['orders:read']);
      expect((await reader.get('/admin/orders')).status).toBe(200);
      expect((await reader.send('/admin/orders/x/capture')).body).toMatchObject({
        type: 'not_allowed',
      });
    });

    test('stop within 5 seconds once the key is revoked', async () => {
      const leaver = await MedusaShop.make(ledger);
      const body = JSON.stringify({ email: leaver.email, password });
      const json = { headers: { 'Content-Type': 'application/json' }, body };
      const token = String((await leaver.send('/admin/auth/token', json)).body['access_token']);
      const cookie = (await leaver.send('/admin/auth', json)).headers.get('set-cookie') ?? '';
      const all: readonly Record<string, string>[] = [
        { 'x-medusa-access-token': leaver.apiToken },
        { Authorization: `Bearer ${token}` },
        { Cookie: cookie.split(';', 1)[0] ?? '' },
      ];
      for (const headers of all) expect((await show(headers)).status).toBe(200);
      const keys = await ledger.demo.send(`/v1/clients/${leaver.clientId}/keys`);
      const [key] = (keys.body as { items: { keyId: string }[] }).items;
      const path = `/v1/clients/${leaver.clientId}/keys/${key?.keyId}`;
      expect((await ledger.demo.send(path, { method: 'DELETE' })).status).toBe(204);
      const until5s = Date.now() + 5_000;
      for (const headers of all)
        await until(async () => (await show(headers)).status === 401, until5s - Date.now() + 2_000);
      expectUnauthorized(await leaver.send('/admin/auth', json));
    });
  });
};
