import type { Contract } from '../../contract-kit/contract.js';
import { wooAuthentication } from './authentication/woo-authentication.js';
import { woopaymentsBodyRules } from './woopayments-body-rules.js';
import { woopaymentsEnvelope } from './woopayments-envelope.js';

/** The order API of WooPayments (docs/contracts/woopayments.md). */
export const woopaymentsContract: Contract = {
  name: 'woopayments',
  basePaths: ['/wp-json/wc/v3'],
  authentication: wooAuthentication,
  errorEnvelope: woopaymentsEnvelope,
  bodyRules: woopaymentsBodyRules,
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
