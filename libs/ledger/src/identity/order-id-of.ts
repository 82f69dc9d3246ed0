import { uuidBytes, uuidV5 } from './uuid-v5.js';

/** The ledger's namespace for UUID v5. It is part of every stored id and never changes. */
const namespace = uuidBytes('5b1f0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21');

/**
 * The id of the order that a store calls by this number (domain.md, "Order"). Derived, so that
 * registering twice is one stream and an order is found by its number without an index. JSON keeps
 * ("a", "bc") and ("ab", "c") apart.
 */
export const orderIdOf = (storeId: string, orderNumber: string): string =>
  uuidV5(JSON.stringify([storeId, orderNumber]), namespace);
