import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiInMemory } from '../testing/api-in-memory.js';

const api = new ApiInMemory();
beforeAll(() => api.start());
afterAll(() => api.stop());

const call = (path: string) => fetch(api.url + path);

test('a process that leaves says so, serves what comes, and keeps no connection', async () => {
  expect((await call('/health/live')).headers.get('connection')).toBe('keep-alive');
  api.departure.leave();
  const ready = await call('/health/ready');
  expect(ready.status).toBe(503);
  expect(ready.headers.get('retry-after')).toBe('1');
  expect(await ready.json()).toMatchObject({ status: 'not ready', stopping: true });
  const served = await call('/v1/problems');
  expect([served.status, served.headers.get('connection')]).toEqual([200, 'close']);
});

test.each([
  ['/v1/orders', 'application/problem+json; charset=utf-8'],
  ['/manage/orders', 'application/json; charset=utf-8'],
  ['/oauth2/v2.0/token', 'application/json; charset=utf-8'],
  ['/health/ready', 'application/problem+json; charset=utf-8'],
  ['/docs', 'application/problem+json; charset=utf-8'],
])('one that closes answers %s in the envelope of its contract', async (path, contentType) => {
  api.departure.close();
  const answer = await call(path);
  expect(answer.status).toBe(503);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': contentType,
    'retry-after': '1',
    'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  expect(await answer.text()).toMatch(/The service is stopping\.|temporarily_unavailable/);
});
