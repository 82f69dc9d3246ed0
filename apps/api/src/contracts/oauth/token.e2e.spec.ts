import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { scopes, TokenIssuer } from '#access';
import {
  ApiUnderTest,
  demoClient,
  demoStores,
} from '../../../../../test/support/api-under-test.js';
import { WalleyCaller, reasonsOf } from '../../../../../test/support/walley-caller.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
let orderId: string;
beforeAll(async () => {
  await api.start();
  shop = await WalleyCaller.of(api.url);
  orderId = await shop.register();
  await shop.order(orderId);
});
afterAll(() => api.stop());

const credentials = {
  grant_type: 'client_credentials',
  client_id: demoClient.clientId,
  client_secret: demoClient.clientSecret,
};

const ask = async (body: RequestInit['body'], init: RequestInit & { path?: string } = {}) => {
  const { path = '/oauth2/v2.0/token', ...rest } = init;
  const answer = await fetch(api.url + path, { method: 'POST', ...rest, ...(body && { body }) });
  return { status: answer.status, headers: answer.headers, json: await answer.json() };
};

const form = (fields: Readonly<Record<string, string>>): URLSearchParams =>
  new URLSearchParams(fields);
const without = (name: keyof typeof credentials) =>
  form(Object.fromEntries(Object.entries(credentials).filter(([key]) => key !== name)));

const multipart = (): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(credentials)) data.append(name, value);
  return data;
};

const basic = (id: string, secret: string) => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

const token = {
  token_type: 'Bearer',
  expires_in: 3599,
  ext_expires_in: 3599,
  access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
};

describe('a token is given', () => {
  test.each([
    ['for a url-encoded form', () => ask(form(credentials))],
    ['for a multipart form', () => ask(multipart())],
    ['with a trailing slash', () => ask(form(credentials), { path: '/oauth2/v2.0/token/' })],
    ['for any scope', () => ask(form({ ...credentials, scope: 'https://x/.default a b' }))],
    ['for an empty scope', () => ask(form({ ...credentials, scope: '' }))],
    [
      'to a client that authenticates by HTTP Basic',
      () =>
        ask(form({ grant_type: 'client_credentials' }), {
          headers: basic(demoClient.clientId, demoClient.clientSecret),
        }),
    ],
  ])('%s', async (_how, asking) => {
    const { status, headers, json } = await asking();
    expect(status).toBe(200);
    expect(json).toEqual(token);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toContain('application/json');
  });
});

describe('a token is refused as RFC 6749 says', () => {
  const json = { 'Content-Type': 'application/json' };
  test.each([
    [
      'a wrong secret',
      401,
      'invalid_client',
      () => ask(form({ ...credentials, client_secret: 'x' })),
    ],
    [
      'an unknown client',
      401,
      'invalid_client',
      () => ask(form({ ...credentials, client_id: 'nobody' })),
    ],
    [
      'a hostile client id',
      401,
      'invalid_client',
      () => ask(form({ ...credentials, client_id: "' OR 1=1 \0" })),
    ],
    [
      'a wrong secret by Basic',
      401,
      'invalid_client',
      () => ask(form({ grant_type: 'client_credentials' }), { headers: basic('demo', 'x') }),
    ],
    [
      'Basic that is none',
      401,
      'invalid_client',
      () =>
        ask(form({ grant_type: 'client_credentials' }), {
          headers: { Authorization: 'Basic %%%' },
        }),
    ],
    [
      'two ways at once',
      400,
      'invalid_request',
      () => ask(form(credentials), { headers: basic('demo', 'x') }),
    ],
    [
      'another grant',
      400,
      'unsupported_grant_type',
      () => ask(form({ ...credentials, grant_type: 'password' })),
    ],
    ['no grant', 400, 'invalid_request', () => ask(without('grant_type'))],
    ['no client id', 400, 'invalid_request', () => ask(without('client_id'))],
    ['no secret', 400, 'invalid_request', () => ask(without('client_secret'))],
    ['no body', 400, 'invalid_request', () => ask(undefined)],
    [
      'a JSON body',
      400,
      'invalid_request',
      () => ask(JSON.stringify(credentials), { headers: json }),
    ],
    [
      'a parameter twice',
      400,
      'invalid_request',
      () =>
        ask(`${form(credentials).toString()}&client_id=demo`, {
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        }),
    ],
    [
      'a multipart form without boundary',
      400,
      'invalid_request',
      () => ask('x', { headers: { 'Content-Type': 'multipart/form-data' } }),
    ],
    [
      'a secret of 257 characters',
      400,
      'invalid_request',
      () => ask(form({ ...credentials, client_secret: 'x'.repeat(257) })),
    ],
    [
      'another address',
      404,
      'invalid_request',
      () => ask(form(credentials), { path: '/oauth2/v1/token' }),
    ],
  ])('%s: %d %s', async (_what, status, error, asking) => {
    const answer = await asking();
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error, error_description: expect.any(String) });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    if (status === 401) expect(answer.headers.get('www-authenticate')).toContain('Basic');
  });
});

describe('a call with a token', () => {
  const payloadOf = (jwt: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const good = () => shop.authorization.slice('Bearer '.length);
  const client = { clientId: 'demo', stores: demoStores.map(({ storeId }) => storeId), scopes };

  const expired = async (): Promise<string> => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3 * 3_600_000);
    try {
      return (await new TokenIssuer(api.secretKey).issue(client)).accessToken;
    } finally {
      now.mockRestore();
    }
  };
  const ofOtherKey = async () =>
    (await new TokenIssuer(new Uint8Array(32)).issue(client)).accessToken;
  const unsigned = (alg: string) => `${encode({ alg, typ: 'JWT' })}.${good().split('.')[1] ?? ''}.`;
  const altered = () => {
    const [head = '', , signature = ''] = good().split('.');
    return `${head}.${encode({ ...payloadOf(good()), stores: ['other-se'] })}.${signature}`;
  };

  const forged: [what: string, make: () => string | Promise<string>][] = [
    ['expired', expired],
    ['signed with another key', ofOtherKey],
    ['without signature, alg none', () => unsigned('none')],
    ['without signature, alg nOnE', () => unsigned('nOnE')],
    ['without signature, alg HS256', () => unsigned('HS256')],
    ['with an altered payload', altered],
    ['cut short', () => good().slice(0, -3)],
    ['with more behind it', () => `${good()}x`],
    ['that is no token', () => 'secret'],
  ];

  test.each(forged)('that is %s is answered 401', async (_what, make) => {
    const headers = { Authorization: `Bearer ${await make()}` };
    for (const answer of [
      await shop.capture(orderId, { amount: 1 }, headers),
      await shop.call(`/manage/orders/${orderId}`, { headers }),
      await shop.call('/manage/orders', { headers }),
    ]) {
      expect([answer.status, reasonsOf(answer)]).toEqual([401, ['UNAUTHORIZED']]);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    }
  });

  test('that is our own is answered', async () => {
    const { accessToken } = await new TokenIssuer(api.secretKey).issue(client);
    const headers = { Authorization: `Bearer ${accessToken}` };
    expect((await shop.call(`/manage/orders/${orderId}`, { headers })).status).toBe(200);
  });

  test('without the scope is answered 403', async () => {
    const reader = await WalleyCaller.of(
      api.url,
      await api.createClient({ clientId: 'reader', scopes: ['orders:read'] }),
    );
    const writer = await WalleyCaller.of(
      api.url,
      await api.createClient({ clientId: 'writer', scopes: ['captures:write'] }),
    );
    for (const answer of [
      await reader.capture(orderId, { amount: 1 }),
      await reader.capture('x', '{'),
      await writer.call(`/manage/orders/${orderId}`),
      await writer.call('/manage/orders?page=x'),
    ]) {
      expect([answer.status, reasonsOf(answer)]).toEqual([403, ['FORBIDDEN']]);
    }
    expect((await reader.call(`/manage/orders/${orderId}`)).status).toBe(200);
  });
});

test('nothing above was captured, and no error was unforeseen', async () => {
  expect((await shop.order(orderId)).invoices).toEqual([]);
  expect(api.failures).toEqual([]);
});
