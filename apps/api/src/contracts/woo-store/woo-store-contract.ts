import { addressGroup } from '../../contract-kit/request.js';
import type { Authentication } from '../../contract-kit/authentication.js';
import type { Contract } from '../../contract-kit/contract.js';
import type { ErrorAnswer } from '../../contract-kit/http-error.js';
import { wooStoreBodyRules } from './woo-store-body-rules.js';
import { wooStoreEnvelope } from './woo-store-envelope.js';

const forbidden: ErrorAnswer = {
  status: 401,
  code: 'rest_forbidden',
  detail: 'Sorry, you are not allowed to do that.',
};

/**
 * Accepts every caller, because shop front ends have no credentials. A caller has no right to any
 * store; instead, each call must have the key of its order. Limits on the number of requests count
 * callers by network address.
 */
const authentication = (): Authentication => ({
  needs: 'head',
  authenticate: ({ ip }) =>
    Promise.resolve({ clientId: `shop visitor ${addressGroup(ip)}`, stores: [], scopes: [] }),
  unauthorized: () => forbidden,
  forbidden: () => forbidden,
});

const sessionHeaders = ['Nonce', 'Nonce-Timestamp', 'User-ID', 'Cart-Token'];
const limitHeaders = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'];

/**
 * The Store API of WooCommerce, with which shop front ends let shoppers pay orders
 * (docs/contracts/woo-store.md).
 */
export const wooStoreContract: Contract = {
  name: 'woo-store',
  basePaths: ['/wp-json/wc/store'],
  authentication,
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
