import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ApiInMemory } from '../testing/api-in-memory.js';

const api = new ApiInMemory();
let authorization: string;
beforeAll(async () => {
  await api.start();
  authorization = await api.bearer();
});
afterAll(() => api.stop());

interface Described {
  readonly paths: Readonly<Record<string, object>>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const call = async (method: string, path: string): Promise<Answer> => {
  const headers = { authorization };
  const answer = await fetch(api.url + path, { method, headers });
  return { status: answer.status, text: await answer.text() };
};

/**
 * All operations in the OpenAPI document whose path matches `base`, with ids filled in for the path
 * parameters.
 */
const callsBelow = async (base: RegExp): Promise<[method: string, path: string][]> => {
  const described = (await (await fetch(`${api.url}/openapi.json`)).json()) as Described;
  return Object.entries(described.paths)
    .filter(([path]) => base.test(path))
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method): [string, string] => [
        method.toUpperCase(),
        path.replaceAll(/\{\w+\}/g, () => randomUUID()),
      ]),
    );
};

describe('a parameter that a call does not take', () => {
  test('is refused by every call of /v1 with 400', async () => {
    const calls = await callsBelow(/^\/v1\//);
    expect(calls.length).toBeGreaterThan(40);
    for (const [method, path] of calls) {
      const { status, text } = await call(method, `${path}?nobody-knows=1`);
      expect([method, path, status]).toEqual([method, path, 400]);
      expect(JSON.parse(text)).toMatchObject({
        code: 'VALIDATION_ERROR',
        errors: [{ pointer: '/nobody-knows' }],
      });
    }
  });

  test('is refused by every call of Walley with 422', async () => {
    const calls = await callsBelow(/^\/(?:manage|reports)\//);
    expect(calls.length).toBeGreaterThan(8);
    for (const [method, path] of calls) {
      const { status, text } = await call(method, `${path}?nobody-knows=1`);
      expect([method, path, status]).toEqual([method, path, 422]);
      expect(text).toContain('INVALID_QUERY');
      expect(text).toContain('nobody-knows');
    }
  });

  test('comes after the question who calls', async () => {
    const answer = await fetch(`${api.url}/manage/orders?nobody-knows=1`);
    expect(answer.status).toBe(401);
  });

  test('does not keep a probe from its answer', async () => {
    expect((await call('GET', '/health/live?nobody-knows=1')).status).toBe(200);
  });
});

test('nothing above was an error nobody foresaw', () => {
  expect(api.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
