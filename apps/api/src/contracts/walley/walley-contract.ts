import { bearerAuthentication } from '../../contract-kit/bearer-authentication.js';
import type { Contract } from '../../contract-kit/contract.js';
import { walleyBodyRules } from './walley-request.js';
import { walleyEnvelope } from './walley-envelope.js';

/** Walley's API for orders and settlements (walley.md). */
export const walleyContract: Contract = {
  name: 'walley',
  basePaths: ['/manage', '/reports'],
  authentication: bearerAuthentication,
  errorEnvelope: walleyEnvelope,
  bodyRules: walleyBodyRules,
  routing: {
    trailingSlash: 'ignored',
    letterCase: 'exact',
    unknownMethod: 'method-not-allowed',
  },
  areas: [
    {
      name: 'Walley orders',
      description: 'Walley order management: show, capture, refund, cancel, extend, reauthorise',
      paths: /^\/manage\/orders/,
    },
    {
      name: 'Walley settlements',
      description: 'Walley settlement reports, as JSON, CSV and PDF',
      paths: /^\/reports\/settlements/,
    },
  ],
  module: async () => (await import('./walley.module.js')).WalleyModule,
};
