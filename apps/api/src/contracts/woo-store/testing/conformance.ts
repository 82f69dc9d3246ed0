import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

/** It captures only as a part of a payment, and has no credentials. */
export const fixture: ConformanceFixture = {
  authenticate: () => Promise.resolve({}),
  path: '/wp-json/wc/store/v1/checkout/1',
  isError: ({ text }) => Object.hasOwn(JSON.parse(text) as object, 'data'),
};
