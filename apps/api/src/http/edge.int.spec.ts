import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiInMemory } from '../testing/api-in-memory.js';

const api = new ApiInMemory();
let authorization: string;
beforeAll(async () => {
  await api.start();
  authorization = await api.bearer();
});
afterAll(() => api.stop());

const orderId = '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11';
const capturePath = `/manage/orders/${orderId}/capture`;
const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

const call = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(api.url + path, init);
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
};
const capture = (body: RequestInit['body'], headers: Record<string, string> = {}) =>
  call(capturePath, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });

const walleyError = (status: number, message: string, reason: string) => ({
  data: null,
  error: { code: status, message, errors: [{ reason, message: expect.any(String) }] },
});

/**
 * Sends a request with any method and an unchanged path. `fetch` would normalise the path and
 * refuse some methods.
 */
const rawStatus = (method: string, path: string) =>
  new Promise<{
    status: number | undefined;
    requestId: unknown;
    headers: IncomingHttpHeaders;
    body: string;
  }>((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    const sent = httpRequest(
      { hostname, port, method, path, headers: { authorization } },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        answer.on('end', () => {
          const { statusCode: status, headers: given } = answer;
          resolve({ status, requestId: given['x-request-id'], headers: given, body });
        });
      },
    );
    sent.on('error', reject).end();
  });

describe('an address that is not there', () => {
  test.each([
    ['/manage/nothing', 'application/json; charset=utf-8'],
    ['/manage', 'application/json; charset=utf-8'],
    ['/reports/nothing', 'application/json; charset=utf-8'],
    ['/oauth2/nothing', 'application/json; charset=utf-8'],
    ['/v1/nothing', 'application/problem+json; charset=utf-8'],
    ['/nothing', 'application/problem+json; charset=utf-8'],
  ])('%s is answered 404 in the envelope of its contract', async (path, contentType) => {
    const answer = await call(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe(contentType);
    expect(answer.headers.get('x-request-id')).toMatch(uuid);
  });

  test.each([
    '/manage/%zz',
    '/manage/orders/%',
    '/manage/orders/%ff',
    `/manage/orders/${'a'.repeat(5000)}`,
  ])('is told by the path %s, which cannot be routed', async (path) => {
    const { status, requestId, body } = await rawStatus('GET', path);
    expect(status).toBe(404);
    expect(JSON.parse(body)).toEqual({
      id: requestId,
      ...walleyError(404, 'Not Found', 'NOT_FOUND'),
    });
  });
});

describe('an address that takes other methods', () => {
  test.each([
    ['DELETE', `/manage/orders/${orderId}`, 'GET, HEAD, OPTIONS'],
    ['PUT', `/manage/orders/${orderId}/`, 'GET, HEAD, OPTIONS'],
    ['GET', capturePath, 'POST, OPTIONS'],
    ['HEAD', capturePath, 'POST, OPTIONS'],
    ['PATCH', '/manage/orders', 'GET, HEAD, OPTIONS'],
    ['TRACE', '/v1/orders?limit=1', 'GET, HEAD, POST, OPTIONS'],
    ['PUT', '/v1/webhooks/no-uuid', 'GET, HEAD, DELETE, OPTIONS'],
    ['SEARCH', '/v1/orders', 'GET, HEAD, POST, OPTIONS'],
    ['GET', '/oauth2/v2.0/token', 'POST, OPTIONS'],
    ['POST', '/health/live', 'GET, HEAD, OPTIONS'],
    ['POST', '/docs', 'GET, HEAD, OPTIONS'],
  ])('%s %s is answered 405 in the envelope of its contract', async (method, path, allow) => {
    const { status, headers, body } = await rawStatus(method, path);
    expect([status, headers['allow']]).toEqual([405, allow]);
    if (method === 'HEAD') return;
    if (path.startsWith('/manage')) {
      const error = walleyError(405, 'Method Not Allowed', 'METHOD_NOT_ALLOWED');
      expect(JSON.parse(body)).toMatchObject(error);
    } else if (path.startsWith('/oauth2')) {
      expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request' });
    } else expect(JSON.parse(body)).toMatchObject({ status, code: 'METHOD_NOT_ALLOWED' });
  });

  test('is told them by OPTIONS, without a token', async () => {
    const answer = await call('/v1/orders', { method: 'OPTIONS' });
    expect([answer.status, answer.body]).toEqual([204, '']);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect((await call('/v1/nothing', { method: 'OPTIONS' })).status).toBe(404);
  });

  test('is none where a part of the path is longer than any route takes', async () => {
    const path = `/manage/orders/${'a'.repeat(5000)}`;
    expect(await rawStatus('DELETE', path)).toMatchObject({ status: 404 });
  });
});

describe('X-Request-Id', () => {
  test('is the caller’s if it is a UUID, and the id of the error', async () => {
    const id = '0B7E6F1E-8C1F-4A52-9B0B-3D5D3B0F7C11';
    const answer = await capture('{"amount": 1}', { 'x-request-id': id });
    expect(answer.headers.get('x-request-id')).toBe(id);
    expect(JSON.parse(answer.body)).toMatchObject({ id });
  });

  test.each(['mine', '', 'x'.repeat(300), `${'0'.repeat(8)}-1`])(
    'is made in place of %j',
    async (id) => {
      const answer = await capture('{"amount": 1}', { 'x-request-id': id });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('x-request-id')).toMatch(uuid);
    },
  );
});

describe('who calls comes before what the request says', () => {
  const wrong = '{"amount": ';

  test('no token: 401 without an error code, whatever the body is', async () => {
    const answer = await capture(wrong, { authorization: '', 'content-encoding': 'gzip' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="ledger"');
    expect(JSON.parse(answer.body)).toMatchObject(walleyError(401, 'Unauthorized', 'UNAUTHORIZED'));
  });

  test('another scheme counts as no token', async () => {
    const answer = await capture(wrong, { authorization: 'Basic ZGVtbzpkZW1v' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="ledger"');
  });

  test.each([
    'Bearer',
    'Bearer ',
    'Bearer x',
    'Bearer a.b.c',
    'Bearer a b',
    'bearer \u00e5',
    `Bearer ${'x'.repeat(9000)}`,
  ])('the token of %j is not valid: 401 invalid_token', async (token) => {
    const answer = await capture(wrong, { authorization: token });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('the scheme’s name is matched without regard to case', async () => {
    const answer = await capture('{"amount": 1}', {
      authorization: authorization.replace('Bearer', 'bEARER'),
    });
    expect(answer.status).toBe(404);
  });

  test('no scope: 403 insufficient_scope, whatever the body is', async () => {
    const reader = await api.bearer({ scopes: ['orders:read'] });
    const answer = await capture(wrong, { authorization: reader });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect(JSON.parse(answer.body)).toMatchObject(walleyError(403, 'Forbidden', 'FORBIDDEN'));
  });
});

describe('limits', () => {
  test.each([1024 * 1024 + 1, 20 * 1024 * 1024])(
    'a body of %d bytes is answered 413',
    async (bytes) => {
      const answer = await capture('x'.repeat(bytes));
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.body)).toMatchObject(
        walleyError(413, 'Payload Too Large', 'PAYLOAD_TOO_LARGE'),
      );
    },
  );

  test('a body of 1 MiB is read', async () => {
    const head = '{"amount": 1, "unknown": "';
    const filled = head + 'x'.repeat(1024 * 1024 - head.length - 2) + '"}';
    expect((await capture(filled)).status).toBe(404);
  });

  test('a compressed body is answered 415', async () => {
    const answer = await capture('{"amount": 1}', { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(415);
  });

  test('a header value over 256 characters is answered 400', async () => {
    const answer = await capture('{"amount": 1}', { 'x-custom': 'x'.repeat(257) });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({
      error: { errors: [{ message: 'x-custom must have at most 256 characters' }] },
    });
  });
});

test('browsers and proxies may send long headers', async () => {
  const headers = { 'user-agent': 'x'.repeat(4_000), 'x-forwarded-for': '192.0.2.1, '.repeat(100) };
  expect((await call('/health/live', { headers })).status).toBe(200);
  const answer = await capture('{"amount": 1}', headers);
  expect(answer.status).toBe(404);
});

describe('a dependency that is away', () => {
  test('is 503 with Retry-After in the envelope', async () => {
    const answer = await call(`/manage/orders/${orderId}`, { headers: { authorization } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(JSON.parse(answer.body)).toMatchObject(
      walleyError(503, 'Service Unavailable', 'SERVICE_UNAVAILABLE'),
    );
  });

  test('is 503 at the token endpoint, as OAuth writes errors', async () => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'demo',
      client_secret: 'secret',
    });
    const answer = await call('/oauth2/v2.0/token', { method: 'POST', body });
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body)).toMatchObject({ error: 'temporarily_unavailable' });
  });

  test('makes the service live but not ready', async () => {
    expect((await call('/health/live')).status).toBe(200);
    const ready = await call('/health/ready');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.body)).toMatchObject({
      status: 'not ready',
      eventStore: { status: 'down' },
      postgres: { status: 'down' },
    });
  });
});

describe('the description', () => {
  const paths = ['/docs', '/docs/', '/docs/swagger-ui.css', '/openapi.yaml', '/openapi.json'];

  test('is served as a page, YAML and JSON', async () => {
    expect((await call('/openapi.yaml')).body).toMatch(/^openapi: 3\.1\.0/);
    expect(JSON.parse((await call('/openapi.json')).body)).toHaveProperty('openapi', '3.1.0');
    expect((await call('/docs')).body).toContain('<title>Capture ledger</title>');
  });

  test.each(['/docs', '/docs/'])('has every file that the page at %s names', async (path) => {
    const { body, headers } = await call(path);
    const files = Array.from(body.matchAll(/(?:src|href)="([^"]+)"/g), ([, file]) => file ?? '');
    expect(files).toHaveLength(4);
    for (const file of files) {
      const url = new URL(file, api.url + path);
      expect([file, (await call(url.pathname)).status]).toEqual([file, 200]);
    }
    // The content security policy blocks inline scripts and styles, so the page must not contain
    // any.
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    expect(body).not.toMatch(/<script>|<script [^>]*>[^<]|<style|style=| on\w+=/);
  });

  test.each([...paths, '/v1/problems', '/v1/problems/FORBIDDEN'])(
    '%s is told to be unchanged, and HEAD tells what GET would',
    async (path) => {
      const identity = { headers: { 'accept-encoding': 'identity' } };
      const first = await call(path, identity);
      expect(first.headers.get('vary')).toBe('Accept-Encoding');
      expect(first.headers.get('content-encoding')).toBeNull();
      expect(first.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]{22}"$/);
      const conditions = [etag, `W/${etag}`, `"other", ${etag}`, '*'];
      for (const condition of conditions) {
        const again = await call(path, { headers: { 'if-none-match': condition } });
        expect([condition, again.status, again.body]).toEqual([condition, 304, '']);
      }
      expect((await call(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
      const head = await call(path, { method: 'HEAD', ...identity });
      expect([head.status, head.body, head.headers.get('etag')]).toEqual([200, '', etag]);
      expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(first.body)));
    },
  );

  test.each([
    ['gzip', 'gzip'],
    ['br, gzip;q=0.5', 'gzip'],
    ['*', 'gzip'],
    ['gzip;q=0', null],
    ['gzip; q=0.0, br', null],
    ['br', null],
    ['', null],
  ])('is compressed for a caller that takes %j as %s', async (accepted, encoding) => {
    const answer = await call('/openapi.yaml', { headers: { 'accept-encoding': accepted } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.body).toMatch(/^openapi: 3\.1\.0/);
    const etag = answer.headers.get('etag') ?? '';
    const again = await call('/openapi.yaml', {
      headers: { 'accept-encoding': accepted, 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
  });

  test('can be switched off', async () => {
    const url = await api.another({ docs: false });
    for (const path of [...paths, '/docs/swagger-ui-init.js']) {
      const answer = await fetch(url + path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

test.each([
  ['an answer', '/health/live', {}],
  ['a refusal', '/v1/orders', {}],
  ['an address that is not there', '/nothing', {}],
  ['the description', '/openapi.json', {}],
])('%s is neither guessed at nor framed, and tells no referrer', async (_what, path) => {
  const { headers } = await call(path);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('nothing above was an error nobody foresaw', () => {
  expect(api.log.filter(({ level }) => level === 50)).toEqual([]);
});
