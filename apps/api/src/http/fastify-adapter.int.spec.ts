import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { contractEnvelopes } from '../contracts/contract-envelopes.js';
import { fastifyAdapter } from './fastify-adapter.js';
import { refusalOf } from './refusal-of.js';

const noRoom = { requestsInFlight: 0, commandsInFlight: 0 };
const server = fastifyAdapter(contractEnvelopes, noRoom).getInstance<FastifyInstance>();
const answer = (): string => 'answered';
let url: string;
beforeAll(async () => {
  server.setErrorHandler((error, _request, reply) => {
    void reply.code(refusalOf(error)?.status ?? 500).send();
  });
  server.get('/health/ready', answer);
  server.get('/healthy', answer);
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

test('when too many requests are being answered, health still is', async () => {
  expect((await fetch(`${url}/healthy`)).status).toBe(503);
  expect((await fetch(`${url}/health/nothing`)).status).toBe(503);
  expect(await (await fetch(`${url}/health/ready`)).text()).toBe('answered');
});
