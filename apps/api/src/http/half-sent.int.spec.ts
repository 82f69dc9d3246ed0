import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { ApiInMemory } from '../testing/api-in-memory.js';

const api = new ApiInMemory();
let shop: string;
let rival: string;
beforeAll(async () => {
  await api.start();
  shop = await api.bearer({ clientId: 'shop' });
  rival = await api.bearer({ clientId: 'rival' });
});
afterAll(() => api.stop());

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

const path = '/manage/orders/8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11/capture';

interface HalfSent {
  readonly socket: Socket;
  /** The status of the answer, or `undefined` as long as no answer has come. */
  readonly status: () => number | undefined;
}

/** Sends a request with only half of its body and keeps the connection open. */
const halfSent = async (target: string, ...headers: string[]): Promise<HalfSent> => {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const head = [`POST ${target} HTTP/1.1`, 'Host: x', 'Content-Length: 100', ...headers, '', ''];
  await new Promise((resolve) => socket.write(`${head.join('\r\n')}{"amount":`, resolve));
  const status = (): number | undefined => {
    const [, code] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
    return code === undefined ? undefined : Number(code);
  };
  return { socket, status };
};

const many = (count: number, target: string, ...headers: string[]): Promise<HalfSent[]> =>
  Promise.all(Array.from({ length: count }, () => halfSent(target, ...headers)));

/**
 * Waits for the answers to the requests and returns their statuses. Whole commands are sent
 * meanwhile, to show that the server still answers others.
 */
const statuses = async (sent: readonly HalfSent[]): Promise<Set<number | undefined>> => {
  while (sent.some(({ status }) => status() === undefined)) await capture(shop);
  return new Set(sent.map(({ status }) => status()));
};

/**
 * Waits until `count` requests are answered, and checks that the server answers no others. Only a
 * request whose body found no place is answered, because no body arrives completely. Returns the
 * statuses.
 */
const refusedOf = async (sent: readonly HalfSent[], count: number) => {
  const answered = () => sent.filter(({ status }) => status() !== undefined);
  while (answered().length < count) expect(await capture(shop)).toBe(404);
  expect(await capture(shop)).toBe(404);
  expect(answered()).toHaveLength(count);
  return statuses(answered());
};

/**
 * Sends a complete capture of an unknown order. The status 404 shows that the server accepted the
 * request for processing.
 */
const capture = async (authorization: string): Promise<number> => {
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(api.url + path, { method: 'POST', headers, body: '{"amount":1}' });
  await answer.arrayBuffer();
  return answer.status;
};

describe('half a body', () => {
  test.each([
    ['of an address that is not there', '/nope', 404],
    ['of a command without a token', path, 401],
    ['for a method that the address does not take', '/health/live', 405],
  ])('%s is answered at once and takes no place', async (_what, target, status) => {
    const sent = await many(500, target);
    expect(await capture(shop)).toBe(404);
    expect(await statuses(sent)).toEqual(new Set([status]));
  });

  test('with a token that is none is answered at once', async () => {
    const sent = await many(400, path, 'Authorization: Bearer a.b.c');
    expect(await capture(shop)).toBe(404);
    expect(await statuses(sent)).toEqual(new Set([401]));
  });

  test('of token requests takes no place of a command', async () => {
    const sent = await many(700, '/oauth2/v2.0/token', 'Content-Type: multipart/form-data');
    expect(await capture(shop)).toBe(404);
    // The server receives at most 640 bodies of unknown callers at once. One address gets at most
    // four fifths of these places, which is 512.
    expect(await refusedOf(sent, 700 - 512)).toEqual(new Set([503]));
  });

  test('of one client’s commands leaves room for those of another', async () => {
    await capture(rival);
    const sent = await many(400, path, `Authorization: ${rival}`);
    expect(await capture(shop)).toBe(404);
    expect(await refusedOf(sent, 400 - 320)).toEqual(new Set([503]));
  });
});

test('what was half sent is let go of, and nothing was an error nobody foresaw', async () => {
  const [sent] = await many(1, '/oauth2/v2.0/token');
  sent?.socket.destroy();
  expect(await capture(rival)).toBe(404);
  expect(api.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
