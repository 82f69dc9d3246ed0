import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

/**
 * The Store API has no call that captures an existing order, and its callers have no credentials.
 * So the fixture has no capture and sends no headers.
 */
export const fixture: ConformanceFixture = {
  authenticate: () => Promise.resolve({}),
  path: '/wp-json/wc/store/v1/checkout/1',
  isError: ({ text }) => Object.hasOwn(JSON.parse(text) as object, 'data'),
};
