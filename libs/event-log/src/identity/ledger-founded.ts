import { isUuid, OrderIds } from '#ledger';

/** Where a ledger's identity stands; its one event is the first that a new ledger writes. */
export const identityStream = 'ledger-identity';
export const identityType = 'LedgerFounded';

/** Says under which namespace the ids of this ledger's orders are made (docs/decisions/0029). */
export interface LedgerFounded {
  /** A UUID. */
  readonly orderNamespace: string;
}

/** Of every ledger that has no identity event: all were made before there was one. It is public, and never changes. */
const namespaceBeforeIdentities = '5b1f0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21';

export const identityOfOldLedgers: LedgerFounded = {
  orderNamespace: namespaceBeforeIdentities,
};

/** An identity event's data, checked; `undefined` if it is none. */
export const ledgerFoundedOf = (data: unknown): LedgerFounded | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const { orderNamespace } = data as Readonly<Record<string, unknown>>;
  return typeof orderNamespace === 'string' && isUuid(orderNamespace)
    ? { orderNamespace }
    : undefined;
};

/** The order ids of the ledger whose log has this identity event, or has none. */
export const orderIdsOf = (founded: LedgerFounded | undefined): OrderIds =>
  new OrderIds((founded ?? identityOfOldLedgers).orderNamespace);
