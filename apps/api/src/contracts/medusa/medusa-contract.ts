import type { BodyRules } from '../../contract-kit/body/body-rules.js';
import type { Contract } from '../../contract-kit/contract.js';
import { medusaAuthentication } from './authentication/medusa-authentication.js';
import { medusaEnvelope } from './medusa-envelope.js';

/** Unknown fields are ignored; a body that is not JSON counts as no body. */
const bodyRules: BodyRules = {
  names: 'exact',
  unknown: 'ignored',
  nulls: 'kept',
  body: 'optional',
};

/** The calls of Medusa v1's admin API for orders and their payments (medusa.md). */
export const medusaContract: Contract = {
  name: 'medusa',
  basePaths: ['/admin'],
  authentication: medusaAuthentication,
  errorEnvelope: medusaEnvelope,
  bodyRules,
  routing: { trailingSlash: 'ignored', letterCase: 'ignored', unknownMethod: 'not-found' },
  areas: [
    {
      name: 'Medusa orders',
      description: 'Medusa v1 admin: orders and their payments',
      paths: /^\/admin\/(?:orders|payments)/,
    },
    {
      name: 'Medusa log-in',
      description: 'Medusa v1 admin: sessions and tokens of an admin user',
      paths: /^\/admin\/auth/,
    },
  ],
  module: async () => (await import('./medusa.module.js')).MedusaModule,
};
