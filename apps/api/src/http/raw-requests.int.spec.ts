import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ApiInMemory } from '../testing/api-in-memory.js';

const api = new ApiInMemory();
let authorization: string;
beforeAll(async () => {
  await api.start();
  authorization = await api.bearer();
});
afterAll(() => api.stop());

const path = '/manage/orders/8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11/capture';

/**
 * Sends bytes unchanged over a plain socket. Resolves with the received text when `isWhole` returns
 * true for it, or when the server closes the connection.
 */
const exchange = (bytes: string, isWhole: (text: string) => boolean): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'));
    const done = (): void => {
      socket.destroy();
      resolve(text);
    };
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      if (isWhole(text)) done();
    });
    socket.on('end', done);
    socket.setTimeout(10_000, () => {
      reject(new Error('The server neither answered nor hung up.'));
    });
    socket.on('error', done);
  });

/**
 * The status of the answer, or `undefined` if the server closed the connection without an answer.
 */
const send = async (bytes: string): Promise<number | undefined> => {
  const text = await exchange(bytes, (answer) => answer.includes('\r\n\r\n'));
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
  return status === undefined ? undefined : Number(status);
};

const head = (...lines: readonly string[]): string =>
  [...lines, 'Host: x', `Authorization: ${authorization}`, '', ''].join('\r\n');

const cases: [what: string, expected: readonly (number | undefined)[], bytes: () => string][] = [
  [
    'a body in chunks',
    [404],
    () =>
      `${head(`POST ${path} HTTP/1.1`, 'Transfer-Encoding: chunked')}c\r\n{"amount":1}\r\n0\r\n\r\n`,
  ],
  [
    'two Authorization headers',
    [400],
    () => head('GET /v1/orders HTTP/1.1', 'Authorization: Bearer other'),
  ],
  [
    'a chunk of no size',
    [400],
    () => `${head(`POST ${path} HTTP/1.1`, 'Transfer-Encoding: chunked')}zz\r\n`,
  ],
  [
    'two lengths',
    [400],
    () => head(`POST ${path} HTTP/1.1`, 'Content-Length: 1', 'Content-Length: 2'),
  ],
  [
    'a length and chunks',
    [400],
    () => head(`POST ${path} HTTP/1.1`, 'Content-Length: 1', 'Transfer-Encoding: chunked'),
  ],
  ['a negative length', [400], () => head(`POST ${path} HTTP/1.1`, 'Content-Length: -1')],
  [
    'a length of many digits',
    [400, 413],
    () => head(`POST ${path} HTTP/1.1`, `Content-Length: ${'9'.repeat(30)}`),
  ],
  [
    'a length over the limit',
    [413],
    () => head(`POST ${path} HTTP/1.1`, 'Content-Length: 99999999'),
  ],
  ['no length and no body', [400], () => head(`POST ${path} HTTP/1.1`)],
  ['headers of 20 kB', [431], () => head(`POST ${path} HTTP/1.1`, `X-Long: ${'x'.repeat(20_000)}`)],
  ['a header with NUL', [400], () => head(`POST ${path} HTTP/1.1`, 'X-Nul: a\0b')],
  ['a header that is none', [400], () => head(`POST ${path} HTTP/1.1`, 'rubbish')],
  ['an unknown method', [400], () => head(`FETCH ${path} HTTP/1.1`)],
  ['TRACE', [405], () => head(`TRACE ${path} HTTP/1.1`)],
  ['OPTIONS *', [404], () => head('OPTIONS * HTTP/1.1')],
  ['CONNECT', [400, 404, undefined], () => head('CONNECT x:1 HTTP/1.1')],
  ['a target that is no path', [400, 404], () => head('GET manage/orders HTTP/1.1')],
  ['a target in absolute form', [404], () => head('GET http://x/manage/nothing HTTP/1.1')],
  ['an absolute form that is none', [400, 404], () => head('GET http:///%zz HTTP/1.1')],
  ['a path with bytes above ASCII', [400, 404], () => head('GET /manage/\xff\xfe HTTP/1.1')],
  ['HTTP/2 on a connection of HTTP/1', [400, undefined], () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['no HTTP', [400], () => 'rubbish\r\n\r\n'],
  [
    'TLS',
    [400, undefined],
    () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.padEnd(200, '\x01'),
  ],
  [
    'an expectation',
    [417, 404, 400],
    () => head(`POST ${path} HTTP/1.1`, 'Expect: 200-maybe', 'Content-Length: 0'),
  ],
  [
    'an upgrade',
    [400, 404],
    () => head(`POST ${path} HTTP/1.1`, 'Connection: Upgrade', 'Upgrade: h2c', 'Content-Length: 0'),
  ],
];

test.each(cases)('%s is answered %j', async (_what, expected, bytes) => {
  expect(expected).toContain(await send(bytes()));
});

test.each([
  [
    'headers of 20 kB',
    431,
    'HEADERS_TOO_LARGE',
    () => head(`POST ${path} HTTP/1.1`, `X-Long: ${'x'.repeat(20_000)}`),
  ],
  ['a header with NUL', 400, 'BAD_REQUEST', () => head(`POST ${path} HTTP/1.1`, 'X-Nul: a\0b')],
  [
    'a chunk of no size',
    400,
    'BAD_REQUEST',
    () => `${head(`POST ${path} HTTP/1.1`, 'Transfer-Encoding: chunked')}zz\r\n`,
  ],
] as const)('%s, which never is a request, gets a problem', async (_what, status, code, bytes) => {
  // `isWhole` never returns true, so the text is complete when the server closes the connection.
  const answer = await exchange(bytes(), () => false);
  const [headers = '', body = ''] = answer.split('\r\n\r\n');
  const [, requestId] = /^X-Request-Id: (\S{36})$/m.exec(headers) ?? [];
  expect(headers).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(headers).toMatch(/^Connection: close$/m);
  expect(headers).toMatch(/^Content-Type: application\/problem\+json/m);
  expect(JSON.parse(body)).toEqual({
    type: `/v1/problems/${code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    code,
    correlationId: requestId,
  });
});

test('a caller that sends on when it is refused reads its answer', async () => {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname).pause();
  socket.write(head(`POST ${path} HTTP/1.1`, `X-Long: ${'x'.repeat(8 * 1024 * 1024)}`));
  await once(socket, 'drain');
  socket.end();
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 [^]*HEADERS_TOO_LARGE/);
});

test('the service goes on, and nothing above was an error nobody foresaw', async () => {
  expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
  expect(api.log).toEqual([]);
});
