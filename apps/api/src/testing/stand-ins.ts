import type { LedgerIdentity } from '#event-log';
import { orderIdsOf } from '#event-log/offline';
import type { AuthenticationServices } from '../contract-kit/authentication.js';
import type { LedgerState } from '../services/ledger-state.js';

/**
 * A ledger identity as in an old log, which has no identity event. Order ids are then derived from
 * a constant namespace.
 */
export const knownIdentity = {
  orderIds: orderIdsOf(undefined),
  isKnown: true,
  load: () => Promise.resolve(orderIdsOf(undefined)),
} as unknown as LedgerIdentity;

/** A ledger state without damaged orders. */
export const soundLedger = {
  assertSound: () => Promise.resolve(),
  hiddenDamage: () => Promise.resolve(undefined),
  proved: () => Promise.resolve(),
} as unknown as LedgerState;

/** A key store without keys, for specs in which all clients use `/v1`. */
export const noKeys: AuthenticationServices['keyAuthenticator'] = {
  byToken: () => Promise.resolve(undefined),
  byId: () => Promise.resolve(undefined),
  isIssued: () => Promise.resolve(false),
  clientOf: () => undefined,
  logIn: () => Promise.resolve(undefined),
};
