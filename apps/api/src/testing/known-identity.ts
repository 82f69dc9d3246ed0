import type { LedgerIdentity } from '#event-log';
import { orderIdsOf } from '#event-log/offline';

/** The identity of a ledger whose log has no identity event. */
export const knownIdentity = {
  orderIds: orderIdsOf(undefined),
  isKnown: true,
  load: () => Promise.resolve(orderIdsOf(undefined)),
} as unknown as LedgerIdentity;
