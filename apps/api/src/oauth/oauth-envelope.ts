import type { ErrorEnvelope } from '../contract-kit/contract.js';

const oauthErrors = new Set(['invalid_request', 'invalid_client', 'unsupported_grant_type']);

const errorOf = (status: number, code: string): string => {
  if (oauthErrors.has(code)) return code;
  if (status === 503 || status === 429) return 'temporarily_unavailable';
  return status >= 500 ? 'server_error' : 'invalid_request';
};

/** Errors of the token endpoint (RFC 6749 5.2). */
export const oauthEnvelope: ErrorEnvelope = {
  contract: 'oauth',
  basePaths: ['/oauth2'],
  write: ({ status, code, detail }) => ({
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({ error: errorOf(status, code), error_description: detail }),
  }),
};
