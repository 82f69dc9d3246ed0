import type { Contract } from '../../contract-kit/contract.js';
import { akinonAuthentication } from './akinon-authentication.js';
import { akinonEnvelope } from './akinon-envelope.js';

/**
 * The contract of the e-commerce platform Akinon: one call, `capture-order`, by which marketplaces
 * capture orders (docs/contracts/akinon.md).
 */
export const akinonContract: Contract = {
  name: 'akinon',
  basePaths: ['/api/v1'],
  authentication: akinonAuthentication,
  errorEnvelope: akinonEnvelope,
  bodyRules: {
    names: 'exact',
    unknown: 'ignored',
    nulls: 'kept',
    mediaTypes: ['application/json'],
  },
  routing: { trailingSlash: 'required', letterCase: 'exact', unknownMethod: 'method-not-allowed' },
  credentials: {
    akinonToken: {
      ...{ type: 'apiKey', in: 'header', name: 'Authorization' },
      description: '`Token` and the token of a key of the kind `akinon`',
    },
  },
  headers: { Allow: 'POST, OPTIONS' },
  areas: [
    {
      name: 'Akinon',
      description: 'Capture an order as marketplaces do that speak to Akinon',
      paths: /^\/api\/v1\//,
    },
  ],
  module: async () => (await import('./akinon.module.js')).AkinonModule,
};
