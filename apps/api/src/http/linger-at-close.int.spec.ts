import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { discardRest } from '../contract-kit/streamed-bodies.js';
import { lingerAtClose } from './http-server.js';

const bodyBytes = 8 * 1024 * 1024;
const started: Server[] = [];
const callers: Socket[] = [];

/** A server that answers after the first bytes of a body, before it has read the rest. */
const serverThatLingers = async (withinMs: number): Promise<Server> => {
  const server = createServer((request, response) => {
    response.once('finish', () => {
      discardRest(request, withinMs);
    });
    request.once('readable', () => {
      request.read();
      response.end('answered');
    });
  });
  lingerAtClose(server, withinMs);
  server.listen(0, '127.0.0.1');
  started.push(server);
  await once(server, 'listening');
  return server;
};

afterEach(() => {
  for (const caller of callers.splice(0)) caller.destroy();
  for (const server of started.splice(0)) server.close().closeAllConnections();
});

/** Sends a request whose body lacks the last byte, and does not read the answer yet. */
const sendMost = (server: Server): Socket => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${bodyBytes}\r\n\r\n`;
  callers.push(socket);
  socket.write(head + 'x'.repeat(bodyBytes - 1));
  return socket;
};

test('a caller that sends for longer than it is read reads its answer whole', async () => {
  const server = await serverThatLingers(60_000);
  const socket = sendMost(server);
  await once(socket, 'drain');
  socket.end('x');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 200 [^]*\r\nConnection: close\r\n[^]*answered/);
});

/**
 * A server that refuses each request before it reads the body. The API does the same if the headers
 * already show an error.
 */
const serverThatRefuses = async (withinMs: number): Promise<Server> => {
  const server = createServer((request, response) => {
    response.once('finish', () => {
      discardRest(request, withinMs);
    });
    response.end('refused');
  });
  server.listen(0, '127.0.0.1');
  started.push(server);
  await once(server, 'listening');
  return server;
};

const refusedOn = async (server: Server): Promise<Socket> => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  callers.push(socket);
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbo');
  await once(socket, 'data');
  return socket;
};

test('a connection whose refused body came later on is kept', async () => {
  const server = await serverThatRefuses(100);
  const kept = await refusedOn(server);
  kept.write('dy');
  // The second connection was refused after the first. When the server closes the second one for
  // its missing body, the time limit of the first one has passed too.
  const unfinished = await refusedOn(server);
  await once(unfinished.resume(), 'close');
  kept.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(await text(kept)).toMatch(/^HTTP\/1.1 200 [^]*refused/);
});

test('one that never ends is cut off', async () => {
  const server = await serverThatLingers(50);
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  sendMost(server).on('error', () => undefined);
  const [socket] = await accepted;
  await once(socket, 'close');
  expect(socket.readableEnded).toBe(false);
});
