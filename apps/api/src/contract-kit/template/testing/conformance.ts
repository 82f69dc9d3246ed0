import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

export const fixture: ConformanceFixture = {
  authenticate: (_url, { clientId, clientSecret }) =>
    Promise.resolve({ 'X-Template-Key': `${clientId}:${clientSecret}` }),
  path: '/template/orders/1/capture',
  isError: ({ text }) => {
    const { fault, says, request } = JSON.parse(text) as Record<string, unknown>;
    return [fault, says, request].every((member) => typeof member === 'string');
  },
  capture: {
    request: ({ orderNumber }) => ({
      method: 'POST',
      path: `/template/orders/${orderNumber}/capture`,
      body: '{}',
    }),
    succeeds: 200,
    keyHeader: 'Idempotency-Key',
    repeated: 409,
    hidden: [404],
    refused: 402,
  },
};
