import { OrderIds } from '../identity/ids.js';

/**
 * The order ids of a ledger whose log has no identity event, as logs were before that event existed
 * (docs/decisions/0029).
 */
export const testOrderIds = new OrderIds('5b1f0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21');

export const orderIdOf = (storeId: string, orderNumber: string): string =>
  testOrderIds.of(storeId, orderNumber);
