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
 * The namespace of ledgers that are older than identity events and have none. The order ids of such
 * ledgers depend on the namespace, so it must never change. It is not a secret.
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

/**
 * The generator of order ids for a ledger with this identity. `undefined` means an old ledger
 * without an identity event.
 */
export const orderIdsOf = (founded: LedgerFounded | undefined): OrderIds =>
  new OrderIds((founded ?? identityOfOldLedgers).orderNamespace);
