import { randomUUID } from 'node:crypto';
import { demoClient } from '../../../../../../test/support/api-under-test.js';
import { bearerOf } from '../../../testing/bearer-of.js';
import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

export const fixture: ConformanceFixture = {
  authenticate: async (url, { clientId }) => {
    const answer = await fetch(`${url}/v1/clients/${clientId}/keys`, {
      method: 'POST',
      headers: { ...(await bearerOf(url, demoClient)), 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...{ kind: 'medusa', email: `${randomUUID()}@shop.example` },
        password: 'a long password',
      }),
    });
    const { apiToken } = (await answer.json()) as { apiToken: string };
    return { 'x-medusa-access-token': apiToken };
  },
  path: '/admin/orders/1/capture',
  isError: ({ status, text }) => {
    if (status === 401) return text === 'Unauthorized';
    const { type, message } = JSON.parse(text) as { type?: unknown; message?: unknown };
    return typeof type === 'string' && typeof message === 'string';
  },
  capture: {
    request: ({ orderNumber }) => ({
      method: 'POST',
      path: `/admin/orders/${orderNumber}/capture`,
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    }),
    succeeds: 200,
    keyHeader: 'Idempotency-Key',
    repeated: 200,
    hidden: [404],
    ignoresBody: true,
  },
};
