import type { LedgerIdentity } from '#event-log';
import { orderIdsOf } from '#event-log/offline';
import type { AuthenticationServices } from '../contract-kit/authentication.js';
import type { LedgerState } from '../services/ledger-state.js';

/** The identity of a ledger whose log has no identity event. */
export const knownIdentity = {
  orderIds: orderIdsOf(undefined),
  isKnown: true,
  load: () => Promise.resolve(orderIdsOf(undefined)),
} as unknown as LedgerIdentity;

/** A ledger without damaged orders. */
export const soundLedger = {
  assertSound: () => Promise.resolve(),
  hiddenDamage: () => Promise.resolve(undefined),
  proved: () => Promise.resolve(),
} as unknown as LedgerState;

/** Finds no key: in these specs no client has a key for a contract other than `/v1`. */
export const noKeys: AuthenticationServices['keyAuthenticator'] = {
  byToken: () => Promise.resolve(undefined),
  byId: () => Promise.resolve(undefined),
  isIssued: () => Promise.resolve(false),
  clientOf: () => undefined,
  logIn: () => Promise.resolve(undefined),
};
