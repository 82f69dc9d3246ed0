import { addressGroup } from '../../contract-kit/request.js';
import type { Authentication } from '../../contract-kit/authentication.js';
import type { ErrorAnswer } from '../../contract-kit/http-error.js';

const forbidden: ErrorAnswer = {
  status: 401,
  code: 'rest_forbidden',
  detail: 'Sorry, you are not allowed to do that.',
};

/**
 * Shop front ends have no credentials of their own: the key of the order is. So everybody is a
 * caller, without a right to any store, and is counted by the address.
 */
export const wooStoreAuthentication = (): Authentication => ({
  needs: 'head',
  authenticate: ({ ip }) =>
    Promise.resolve({ clientId: `shop visitor ${addressGroup(ip)}`, stores: [], scopes: [] }),
  unauthorized: () => forbidden,
  forbidden: () => forbidden,
});
