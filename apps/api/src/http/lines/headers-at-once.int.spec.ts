import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Readable } from 'node:stream';
import fastify from 'fastify';
import { headersAtOnce } from './headers-at-once.js';

const server = fastify();
let stream: Readable;
let url: string;

beforeAll(async () => {
  server.get('/', (_request, reply) => {
    headersAtOnce(reply.raw);
    return reply.header('Ledger-Position', '7').send(stream);
  });
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => server.close());

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
