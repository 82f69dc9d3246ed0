import { bearerOf } from '../../../testing/bearer-of.js';
import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

export const fixture: ConformanceFixture = {
  authenticate: bearerOf,
  path: '/v1/orders',
  isError: ({ headers, text }) =>
    headers.get('Content-Type')?.startsWith('application/problem+json') === true &&
    Object.hasOwn(JSON.parse(text) as object, 'code'),
  capture: {
    request: ({ orderId }) => ({
      method: 'POST',
      path: `/v1/orders/${orderId}/captures`,
      headers: { 'Content-Type': 'application/json' },
      body: '{"amount": 28500}',
    }),
    succeeds: 202,
    keyHeader: 'Idempotency-Key',
    repeated: 422,
    hidden: [404],
  },
};
