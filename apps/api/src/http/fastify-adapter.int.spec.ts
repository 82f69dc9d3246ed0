import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { InvalidToken, SigningKeys } from '#access';
import { ThrottledWarnings } from '#runtime';
import { type AuthenticationServices } from '../contract-kit/authentication.js';
import { Authenticator } from '../contract-kit/authenticator.js';
import { contracts } from '../contracts/contracts.js';
import { HttpMetrics } from '../metrics/http-metrics.js';
import { Departure } from './departure.js';
import { fastifyAdapter } from './fastify-adapter.js';
import { noKeys } from '../testing/stand-ins.js';

const noRoom = { requestsInFlight: 0, commandsInFlight: 0 };
const lines: string[] = [];
const logger = { warn: (_fields: object, line: string) => lines.push(line) };
const warnings = new ThrottledWarnings(logger as never);
const metrics = new HttpMetrics(new Registry(), () => 'none');
const nobodyKnown: AuthenticationServices = {
  tokenVerifier: { clientOf: () => undefined, verify: () => Promise.reject(new InvalidToken()) },
  authenticator: { authenticate: () => Promise.resolve(undefined) },
  keyAuthenticator: noKeys,
  signingKeys: new SigningKeys(new Uint8Array(32)),
  credentialRules: {},
  pool: undefined as never,
};
const server = fastifyAdapter(contracts, {
  warnings,
  metrics,
  limits: noRoom,
  departure: new Departure(),
  authenticator: new Authenticator(contracts, nobodyKnown),
}).getInstance<FastifyInstance>();
const answer = (): string => 'answered';
let url: string;
beforeAll(async () => {
  server.post('/v1/orders', answer);
  server.get('/health/ready', answer);
  server.get('/healthy', answer);
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

test('when too many requests are being answered, health still is', async () => {
  expect((await fetch(`${url}/healthy`)).status).toBe(503);
  expect((await fetch(`${url}/health/nothing`)).status).toBe(404);
  expect(await (await fetch(`${url}/health/ready`)).text()).toBe('answered');
});

test('a command is then refused at once, in the envelope of its contract', async () => {
  const refused = await fetch(`${url}/v1/orders`, { method: 'POST', body: '{"some": "body"}' });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await refused.json()).toMatchObject({
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    correlationId: refused.headers.get('x-request-id'),
  });
  expect(lines).toContain('too many requests at once');
});
