import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { InvalidToken, SigningKeys } from '#access';
import { ThrottledWarnings } from '#runtime';
import type { Authentication } from '../contract-kit/authentication.js';
import { Authenticator } from '../contract-kit/authenticator.js';
import { Contracts, type Contract, type Routing } from '../contract-kit/contract.js';
import { HttpError } from '../contract-kit/http-error.js';
import { templateContract } from '../contract-kit/template/template-contract.js';
import { HttpMetrics } from '../metrics/http-metrics.js';
import { Departure } from './departure.js';
import { fastifyAdapter } from './fastify-adapter.js';
import { noKeys } from '../testing/stand-ins.js';

/**
 * A fake authentication: `Authorization: good` gives a caller, `bad` is refused, and any other
 * value counts as no credentials.
 */
const authentication = (more: Partial<Authentication>): Authentication => ({
  needs: 'head',
  authenticate: ({ headers: { authorization } }) => {
    if (authorization === 'bad')
      throw new HttpError({ status: 401, code: 'wrong', detail: 'Wrong.' });
    const caller = { clientId: 'c', stores: [], scopes: [] };
    return Promise.resolve(authorization === 'good' ? caller : undefined);
  },
  unauthorized: () => ({ status: 401, code: 'none', detail: 'None.' }),
  forbidden: () => ({ status: 403, code: 'no', detail: 'No.' }),
  ...more,
});

const contractOf = (
  name: string,
  routing: Partial<Routing>,
  more: Partial<Authentication> = {},
): Contract => ({
  ...templateContract,
  name,
  basePaths: [`/${name}`],
  authentication: () => authentication(more),
  routing: { ...templateContract.routing, ...routing },
  errorEnvelope: {
    ...templateContract.errorEnvelope,
    // An answer with the code `none` has no content type, because some contracts answer 401 in this
    // way.
    write: ({ code }) => ({ body: code, ...(code !== 'none' && { contentType: 'text/plain' }) }),
  },
});

const plain = contractOf('plain', {});
const contracts = new Contracts(
  [
    plain,
    {
      ...contractOf('slashed', { trailingSlash: 'required' }, { comesBefore: 'method' }),
      headers: { 'X-Always': 'yes' },
    },
    contractOf('bare', { trailingSlash: 'refused', unknownMethod: 'not-found' }),
    contractOf('free', { letterCase: 'ignored' }, { comesBefore: 'route', needs: 'body' }),
    contractOf('known', {}, { needs: 'body', headSuffices: ({ headers }) => !headers['x-signed'] }),
  ],
  plain,
);

let server: FastifyInstance;
let url: string;

beforeAll(async () => {
  const services = {
    tokenVerifier: { clientOf: () => undefined, verify: () => Promise.reject(new InvalidToken()) },
    authenticator: { authenticate: () => Promise.resolve(undefined) },
    keyAuthenticator: noKeys,
    signingKeys: new SigningKeys(new Uint8Array(32)),
    credentialRules: {},
    pool: undefined as never,
  };
  server = fastifyAdapter(contracts, {
    warnings: new ThrottledWarnings({ warn: () => undefined } as never),
    metrics: new HttpMetrics(new Registry(), () => 'none'),
    departure: new Departure(),
    authenticator: new Authenticator(contracts, services),
  }).getInstance<FastifyInstance>();
  server.post('/slashed/log-in', { config: { anonymousBody: true } }, () => ({}));
  for (const { name } of contracts.all) {
    server.post(`/${name}/orders/:id/capture`, ({ params, caller, body }) => ({
      id: (params as { id: string }).id,
      caller: caller?.clientId,
      bytes: (body as Buffer).length,
    }));
  }
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await server.close();
});

const post = async (path: string, authorization = 'good', method = 'POST') => {
  const init = { method, headers: { authorization }, redirect: 'manual' } as const;
  const answer = await fetch(url + path, { ...init, ...(method === 'POST' && { body: '{}' }) });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

describe('a trailing slash', () => {
  test.each([
    ['ignored', '/plain/orders/1/capture/', 200],
    ['refused with it', '/bare/orders/1/capture/', 404],
    ['refused, without it', '/bare/orders/1/capture', 200],
    ['required', '/slashed/orders/1/capture/', 200],
  ])('is %s', async (_what, path, status) => {
    expect((await post(path)).status).toBe(status);
  });

  test('that is required is where a caller is redirected to, with its query', async () => {
    const answer = await post('/slashed/orders/1/capture?a=1');
    expect(answer.status).toBe(301);
    expect(answer.headers.get('Location')).toBe('/slashed/orders/1/capture/?a=1');
  });

  test('that is required comes before credentials and an unknown method', async () => {
    expect((await post('/slashed/orders/1/capture', 'none')).status).toBe(301);
    expect((await post('/slashed/orders/1/capture', 'none', 'DELETE')).status).toBe(301);
  });

  test('is no reason to redirect from an unknown address', async () => {
    expect((await post('/slashed/nothing')).status).toBe(404);
  });
});

describe('letter case', () => {
  test('is ignored in fixed parts, and kept in parameters', async () => {
    const answer = await post('/Free/ORDERS/OrDeR_1/Capture?A=b');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ id: 'OrDeR_1' });
  });

  test('counts in other contracts', async () => {
    expect((await post('/plain/Orders/1/capture')).status).toBe(404);
  });
});

describe('an unknown method', () => {
  test.each([
    ['405', '/plain/orders/1/capture', 405, 'POST, OPTIONS'],
    ['404', '/bare/orders/1/capture', 404, null],
  ])('is answered %s', async (_what, path, status, allow) => {
    const answer = await post(path, 'good', 'DELETE');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Allow')).toBe(allow);
  });

  test.each([
    ['none', 'none'],
    ['bad', 'wrong'],
  ])('comes after credentials where the contract says so: %s', async (authorization, code) => {
    const answer = await post('/slashed/orders/1/capture/', authorization, 'DELETE');
    expect([answer.status, answer.text]).toEqual([401, code]);
    expect((await post('/slashed/orders/1/capture/', 'good', 'DELETE')).status).toBe(405);
  });
});

test('an address for callers not known yet asks for no credentials at an unknown method', async () => {
  const answer = await post('/slashed/log-in/', 'none', 'DELETE');
  expect([answer.status, answer.headers.get('Allow')]).toEqual([405, 'POST, OPTIONS']);
});

test.each([
  ['a success', '/slashed/orders/1/capture/', 'good', 'POST'],
  ['missing credentials', '/slashed/orders/1/capture/', 'none', 'POST'],
  ['an unknown address', '/slashed/nothing/', 'good', 'POST'],
  ['a redirection', '/slashed/orders/1/capture', 'good', 'POST'],
  ['an unknown method', '/slashed/orders/1/capture/', 'good', 'DELETE'],
])('the headers of a contract are on %s', async (_what, path, authorization, method) => {
  expect((await post(path, authorization, method)).headers.get('X-Always')).toBe('yes');
  expect((await post('/plain/nothing')).headers.get('X-Always')).toBeNull();
});

test('OPTIONS is an unknown method too where those are unknown addresses', async () => {
  expect((await post('/bare/orders/1/capture', 'good', 'OPTIONS')).status).toBe(404);
  expect((await post('/plain/orders/1/capture', 'good', 'OPTIONS')).status).toBe(204);
});

describe('a body that may be needed for the credentials', () => {
  const large = 100 * 1_024;
  const sent = async (headers: Record<string, string>, bytes = large, isStream = false) => {
    const body = Buffer.alloc(bytes, 'x');
    const answer = await fetch(`${url}/known/orders/1/capture`, {
      method: 'POST',
      headers,
      ...(isStream ? { body: new Blob([body]).stream(), duplex: 'half' as const } : { body }),
    });
    return [answer.status, await answer.text()];
  };

  test('is as large as a known caller may send, if the head has the credentials', async () => {
    const answer = { id: '1', caller: 'c', bytes: large };
    for (const isStream of [false, true])
      expect(await sent({ authorization: 'good' }, large, isStream)).toEqual([
        200,
        JSON.stringify(answer),
      ]);
    expect((await sent({ authorization: 'bad' }))[0]).toBe(401);
    expect((await sent({ authorization: 'good' }, 2 ** 20 + 1))[0]).toBe(413);
  });

  test('is a small one otherwise', async () => {
    for (const isStream of [false, true]) {
      expect((await sent({}, large, isStream))[0]).toBe(413);
      expect((await sent({ authorization: 'good', 'x-signed': '1' }, large, isStream))[0]).toBe(
        413,
      );
      expect((await sent({}, 60 * 1_024, isStream))[0]).toBe(200);
    }
  });
});

describe('credentials', () => {
  test('that are wrong come before an unknown address where the contract says so', async () => {
    expect((await post('/free/nothing', 'bad')).status).toBe(401);
    expect((await post('/free/nothing', 'none')).status).toBe(404);
    expect((await post('/plain/nothing', 'bad')).status).toBe(404);
  });

  test('that need the body are looked at when it was read', async () => {
    const answer = await post('/free/orders/1/capture');
    expect(JSON.parse(answer.text)).toMatchObject({ caller: 'c', bytes: 2 });
    expect((await post('/free/orders/1/capture', 'bad')).text).toBe('wrong');
  });

  test('that are missing may be answered without a content type', async () => {
    const answer = await post('/plain/orders/1/capture', 'none');
    expect([answer.status, answer.text]).toEqual([401, 'none']);
    expect(answer.headers.get('Content-Type')).toBeNull();
    expect(answer.headers.get('X-Request-Id')).not.toBeNull();
  });
});
