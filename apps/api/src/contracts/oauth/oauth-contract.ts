import { bearerAuthentication } from '../../contract-kit/bearer-authentication.js';
import type { Contract } from '../../contract-kit/contract.js';

const oauthErrors = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unsupported_grant_type',
]);

const errorOf = (status: number, code: string): string => {
  if (oauthErrors.has(code)) return code;
  if (status === 503 || status === 429) return 'temporarily_unavailable';
  return status >= 500 ? 'server_error' : 'invalid_request';
};

/** The endpoint that issues access tokens. Requests and errors follow OAuth 2.0 (RFC 6749). */
export const oauthContract: Contract = {
  name: 'oauth',
  basePaths: ['/oauth2'],
  authentication: bearerAuthentication,
  errorEnvelope: {
    rejected: ({ code, detail }) => ({ status: 400, code, detail }),
    write: ({ status, code, detail }) => ({
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify({ error: errorOf(status, code), error_description: detail }),
    }),
  },
  bodyRules: { names: 'exact', unknown: 'ignored', nulls: 'absent' },
  routing: {
    trailingSlash: 'ignored',
    letterCase: 'exact',
    unknownMethod: 'method-not-allowed',
  },
  areas: [
    {
      name: 'Tokens',
      description: 'Access tokens for client credentials (OAuth 2.0)',
      paths: /^\/oauth2\//,
    },
  ],
  module: async () => (await import('./oauth.module.js')).OauthModule,
};
