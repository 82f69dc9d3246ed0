import type { AuthenticationServices } from '../contract-kit/authentication.js';

/** No client has a key for another contract. */
export const noKeys: AuthenticationServices['keyAuthenticator'] = {
  byToken: () => Promise.resolve(undefined),
  byId: () => Promise.resolve(undefined),
  isIssued: () => Promise.resolve(false),
  clientOf: () => undefined,
  logIn: () => Promise.resolve(undefined),
};
