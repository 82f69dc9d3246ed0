import { isUuid, OrderIds } from '#ledger';

/** The stream of a ledger's identity; its one event is the first that a new ledger writes. */
export const identityStream = 'ledger-identity';
export const identityType = 'LedgerFounded';

/** The namespace under which the ids of this ledger's orders are made (docs/decisions/0029). */
export interface LedgerFounded {
  /** A UUID. */
  readonly orderNamespace: string;
}

/**
 * The namespace of every ledger without an identity event, which is older than these events. It is
 * public and never changes.
 */
const namespaceBeforeIdentities = '5b1f0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21';

export const identityOfOldLedgers: LedgerFounded = {
  orderNamespace: namespaceBeforeIdentities,
};

/** The data of an identity event, checked; `undefined` if it is not one. */
export const ledgerFoundedOf = (data: unknown): LedgerFounded | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const { orderNamespace } = data as Readonly<Record<string, unknown>>;
  return typeof orderNamespace === 'string' && isUuid(orderNamespace)
    ? { orderNamespace }
    : undefined;
};

/** The order ids of a ledger with this identity event, or without one. */
export const orderIdsOf = (founded: LedgerFounded | undefined): OrderIds =>
  new OrderIds((founded ?? identityOfOldLedgers).orderNamespace);
