import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

export const fixture: ConformanceFixture = {
  authenticate: () => Promise.resolve({}),
  path: '/oauth2/v2.0/token',
  isError: ({ text }) => Object.hasOwn(JSON.parse(text) as object, 'error_description'),
};
