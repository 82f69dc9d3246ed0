import { isUuid, OrderIds } from '#ledger';

/**
 * The stream with the identity of the ledger. It has one event, the first that a new ledger writes.
 */
export const identityStream = 'ledger-identity';
export const identityType = 'LedgerFounded';

/**
 * The identity of a ledger: the namespace from which the ids of its orders are derived
 * (docs/decisions/0029).
 */
export interface LedgerFounded {
  /** UUID. */
  readonly orderNamespace: string;
}

/**
 * The namespace of ledgers that are older than identity events and have none. It is public and
 * never changes.
 */
const namespaceBeforeIdentities = '5b1f0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21';

export const identityOfOldLedgers: LedgerFounded = {
  orderNamespace: namespaceBeforeIdentities,
};

/**
 * The checked data of an identity event; `undefined` if the data are not those of an identity
 * event.
 */
export const ledgerFoundedOf = (data: unknown): LedgerFounded | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const { orderNamespace } = data as Readonly<Record<string, unknown>>;
  return typeof orderNamespace === 'string' && isUuid(orderNamespace)
    ? { orderNamespace }
    : undefined;
};

/** Makes the order ids of a ledger with this identity, or of an old ledger without one. */
export const orderIdsOf = (founded: LedgerFounded | undefined): OrderIds =>
  new OrderIds((founded ?? identityOfOldLedgers).orderNamespace);
