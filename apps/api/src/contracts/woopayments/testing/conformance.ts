import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

export const fixture: ConformanceFixture = {
  authenticate: () => Promise.resolve({}),
  path: '/wp-json/wc/v3/payments/orders/1/create_customer',
  isError: ({ text }) => Object.hasOwn(JSON.parse(text) as object, 'data'),
};
