import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fastify from 'fastify';
import { headersAtOnce, streamBothWays } from '../contract-kit/streamed-bodies.js';
import { contracts } from '../contracts/contracts.js';
import { answerUnparsed } from './unparsed-requests.js';

/**
 * The server refuses requests that have not fully arrived after 100 ms. Requests to `/streamed` are
 * exempt, because their body is sent back while it arrives.
 */
const server = createServer(
  { requestTimeout: 100, headersTimeout: 100, connectionsCheckingInterval: 20 },
  (request, response) => {
    if (request.url !== '/streamed') return;
    streamBothWays(request, response);
    request.pipe(response);
  },
);
server.on('clientError', answerUnparsed(contracts));

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const begin = (path: string): Socket => {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`);
  return socket;
};

const chunk = (content: string): string => `${content.length.toString(16)}\r\n${content}\r\n`;
const timedOut = async (): Promise<void> => {
  const [{ code }] = (await once(server, 'clientError')) as [NodeJS.ErrnoException];
  expect(code).toBe('ERR_HTTP_REQUEST_TIMEOUT');
};

test('a request that does not arrive in time is refused', async () => {
  const socket = begin('/whole');
  await timedOut();
  expect(await text(socket)).toMatch(/^HTTP\/1.1 408 /);
});

test('one that is read while it is answered goes on, and so does its connection', async () => {
  const socket = begin('/streamed');
  const answer = text(socket);
  socket.write(chunk('before'));
  await timedOut();
  socket.write(chunk('after') + chunk(''));
  socket.write(`POST /whole HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n`);
  // After the streamed request, the time limit applies to the next request on the same connection.
  await timedOut();
  const parts = (await answer).split(/(?=HTTP\/1.1 )/);
  expect(parts).toHaveLength(2);
  expect(parts[0]).toMatch(/^HTTP\/1.1 200 [^]*before[^]*after[^]*\r\n0\r\n\r\n$/);
  expect(parts[1]).toMatch(/^HTTP\/1.1 408 /);
});

test('one that cannot be parsed any further only ends', async () => {
  const socket = begin('/streamed');
  const answer = text(socket);
  socket.write(chunk('before'));
  await once(socket, 'data');
  socket.write('nonsense\r\n');
  const told = await answer;
  expect(told).toMatch(/^HTTP\/1.1 200 [^]*before/);
  expect(told).not.toMatch(/400/);
});

const framework = fastify();
let stream: Readable;
let url: string;

beforeAll(async () => {
  framework.get('/', (_request, reply) => {
    headersAtOnce(reply.raw);
    return reply.header('Ledger-Position', '7').send(stream);
  });
  url = await framework.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => framework.close());

test('the head of an answer comes before its stream says anything, which then may only break off', async () => {
  stream = new Readable({ read: () => undefined });
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Ledger-Position')).toBe('7');
  stream.destroy(new Error('The event store is away.'));
  await expect(answer.text()).rejects.toThrow();
});

test('an answer without any bytes is one all the same', async () => {
  stream = Readable.from([]);
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('');
});
