import type { BodyRules } from '../../contract-kit/body/body-rules.js';
import type { Contract } from '../../contract-kit/contract.js';
import { wooAuthentication } from './authentication/woo-authentication.js';
import { woopaymentsEnvelope } from './woopayments-envelope.js';

/** A body may be JSON, a form or absent. Unknown parameters are ignored. */
const bodyRules: BodyRules = {
  names: 'exact',
  unknown: 'ignored',
  nulls: 'absent',
  body: 'optional',
};

/**
 * The API with which the WooPayments extension of WooCommerce pays and captures orders
 * (docs/contracts/woopayments.md).
 */
export const woopaymentsContract: Contract = {
  name: 'woopayments',
  basePaths: ['/wp-json/wc/v3'],
  authentication: wooAuthentication,
  errorEnvelope: woopaymentsEnvelope,
  bodyRules,
  routing: { trailingSlash: 'ignored', letterCase: 'exact', unknownMethod: 'not-found' },
  areas: [
    {
      name: 'WooPayments',
      description:
        'Card-present payments, captures and customers of orders, as WooPayments has them',
      paths: /^\/wp-json\/wc\/v3\//,
    },
  ],
  module: async () => (await import('./woopayments.module.js')).WoopaymentsModule,
};
