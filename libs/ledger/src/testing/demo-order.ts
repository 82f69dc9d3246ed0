import { OrderIds } from '../identity/ids.js';
import type { Row } from '../order/row.js';

/**
 * Makes order ids with the constant namespace that ledgers had before each got a random one
 * (docs/decisions/0029).
 */
export const testOrderIds = new OrderIds('5b1f0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21');

export const orderIdOf = (storeId: string, orderNumber: string): string =>
  testOrderIds.of(storeId, orderNumber);

/** The example order of the API documentation: 285 SEK in two rows. */
export const demoStore = 'demo-se';
export const demoNumber = '1001';
export const demoOrderId = orderIdOf(demoStore, demoNumber);

export const placedAt = '2026-11-20T09:59:00.000Z';
/** The time of a command, unless a spec gives another. */
export const now = '2026-11-20T10:00:00.000Z';
export const expiresAt = '2027-02-18T09:59:00.000Z';

export type NewRow = Omit<Row, 'rowId'>;

export const shoes: NewRow = {
  articleNumber: '10001',
  description: 'Shoes',
  unitPrice: 9500,
  quantity: 1,
  vatRate: 25,
};

export const tShirts: NewRow = {
  articleNumber: '10002',
  description: 'T-Shirt',
  unitPrice: 9500,
  quantity: 2,
  vatRate: 25,
};
