import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TooManyConflicts } from '#event-log';
import { ApiInMemory } from '../testing/api-in-memory.js';

const api = new ApiInMemory();
let bearer: string;
beforeAll(async () => {
  await api.start();
  bearer = await api.bearer();
});
afterAll(async () => api.stop());

const samples = async (metric: string): Promise<string[]> =>
  (await api.metrics.metrics()).split('\n').filter((line) => line.startsWith(`${metric}{`));

const send = async (method: string, path: string, body?: object): Promise<number> => {
  const answer = await fetch(`${api.url}${path}`, {
    method,
    headers: { authorization: bearer, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  return answer.status;
};

describe('the metrics of the API', () => {
  test('count addresses that no route has as one route of their contract', async () => {
    for (const end of ['a', 'b', 'c%00', '../d']) await send('GET', `/v1/nothing-${end}`);
    await send('GET', '/manage/none');
    await send('PATCH', '/elsewhere');
    const counted = await samples('ledger_http_requests_total');
    const labels = (contract: string, method: string): string =>
      `ledger_http_requests_total{contract="${contract}",route="unknown",method="${method}",status="4xx"}`;
    expect(counted.filter((line) => line.includes('"unknown"')).sort()).toEqual([
      `${labels('ledger', 'GET')} 4`,
      `${labels('none', 'PATCH')} 1`,
      `${labels('walley', 'GET')} 1`,
    ]);
  });

  test('count requests by the template of their route', async () => {
    const id = '8c1f0000-0000-4000-8000-000000000000';
    await send('GET', `/v1/orders/${id}`);
    const counted = await samples('ledger_http_requests_total');
    expect(counted.join('\n')).toMatch(/route="\/v1\/orders\/:id",method="GET",status="\dxx"/);
    expect(counted.join('\n')).not.toContain(id);
  });

  test('time commands by contract and outcome', async () => {
    const id = '8c1f0000-0000-4000-8000-000000000000';
    expect(await send('POST', `/v1/orders/${id}/captures`, { amount: 100 })).toBe(404);
    expect(await send('POST', `/manage/orders/${id}/capture`, { amount: 1 })).toBe(404);
    api.orders.execute = () => Promise.reject(new TooManyConflicts(id));
    expect(await send('POST', `/v1/orders/${id}/captures`, { amount: 100 })).toBe(409);
    const counted = await samples('ledger_command_duration_seconds_count');
    const sample = (contract: string, outcome: string): string =>
      'ledger_command_duration_seconds_count' +
      `{contract="${contract}",command="RequestCapture",outcome="${outcome}"} 1`;
    expect(counted.sort()).toEqual([
      sample('ledger', 'conflict'),
      sample('ledger', 'rejected'),
      sample('walley', 'rejected'),
    ]);
  });
});
