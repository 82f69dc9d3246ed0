import { demoClient } from '../../../../../../test/support/api-under-test.js';
import { bearerOf } from '../../../testing/bearer-of.js';
import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

let users = 0;

export const fixture: ConformanceFixture = {
  authenticate: async (url, { clientId }) => {
    users += 1;
    const answer = await fetch(`${url}/v1/clients/${clientId}/keys`, {
      method: 'POST',
      headers: { ...(await bearerOf(url, demoClient)), 'Content-Type': 'application/json' },
      body: JSON.stringify({ kind: 'akinon', username: `user-${users}`, password: 'a password' }),
    });
    const { token } = (await answer.json()) as { token: string };
    return { Authorization: `Token ${token}` };
  },
  path: '/api/v1/capture-order/',
  isError: ({ text }) => {
    const body = JSON.parse(text) as object;
    return ['detail', 'non_field_errors', 'order'].some((name) => Object.hasOwn(body, name));
  },
  capture: {
    request: ({ orderNumber }) => ({
      method: 'POST',
      path: '/api/v1/capture-order/',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ order: orderNumber }),
    }),
    succeeds: 200,
    keyHeader: 'Idempotency-Key',
    repeated: 200,
    hidden: [404],
    refused: 406,
  },
};
