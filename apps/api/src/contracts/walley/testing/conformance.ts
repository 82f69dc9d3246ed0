import { bearerOf } from '../../../testing/bearer-of.js';
import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

export const fixture: ConformanceFixture = {
  authenticate: bearerOf,
  path: '/manage/orders',
  isError: ({ text }) => {
    const { data, error } = JSON.parse(text) as { data: unknown; error?: { errors?: unknown } };
    return data === null && Array.isArray(error?.errors);
  },
  capture: {
    request: ({ orderId }) => ({
      method: 'POST',
      path: `/manage/orders/${orderId}/capture`,
      body: '{"amount": 285}',
    }),
    succeeds: 202,
    keyHeader: 'X-Idempotency',
    repeated: 422,
    hidden: [403],
  },
};
