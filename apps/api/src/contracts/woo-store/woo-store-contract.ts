import type { Contract } from '../../contract-kit/contract.js';
import { wooStoreAuthentication } from './woo-store-authentication.js';
import { wooStoreBodyRules } from './woo-store-body-rules.js';
import { wooStoreEnvelope } from './woo-store-envelope.js';

const sessionHeaders = ['Nonce', 'Nonce-Timestamp', 'User-ID', 'Cart-Token'];
const limitHeaders = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'];

/** The Store API of WooCommerce: shop front ends pay orders (docs/contracts/woo-store.md). */
export const wooStoreContract: Contract = {
  name: 'woo-store',
  basePaths: ['/wp-json/wc/store'],
  authentication: wooStoreAuthentication,
  errorEnvelope: wooStoreEnvelope,
  bodyRules: wooStoreBodyRules,
  routing: {
    ...{ trailingSlash: 'ignored', letterCase: 'exact', unknownMethod: 'not-found' },
    preflightHeaders: () => ({}),
  },
  crossOrigin: {
    methods: ['GET', 'POST'],
    requestHeaders: [
      ...['Content-Type', 'Cart-Token', 'Nonce', 'X-WC-Store-API-Nonce'],
      ...['Idempotency-Key', 'X-Request-Id'],
    ],
    answerHeaders: [...sessionHeaders, ...limitHeaders, 'Idempotency-Replayed', 'X-Request-Id'],
  },
  areas: [
    {
      name: 'Woo Store API',
      description: 'Shop front ends pay orders that wait for their payment',
      paths: /^\/wp-json\/wc\/store\//,
    },
  ],
  module: async () => (await import('./woo-store.module.js')).WooStoreModule,
};
