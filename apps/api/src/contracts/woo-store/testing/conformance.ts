import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

/** The Store API captures only while it takes a payment, and its callers have no credentials. */
export const fixture: ConformanceFixture = {
  authenticate: () => Promise.resolve({}),
  path: '/wp-json/wc/store/v1/checkout/1',
  isError: ({ text }) => Object.hasOwn(JSON.parse(text) as object, 'data'),
};
