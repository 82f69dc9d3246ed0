import { orderIdOf } from './test-order-ids.js';
import type { Row } from '../order/row.js';

/** The order that the contract pages use as their example: 285 SEK in two rows. */
export const demoStore = 'demo-se';
export const demoNumber = '1001';
export const demoOrderId = orderIdOf(demoStore, demoNumber);

export const placedAt = '2026-11-20T09:59:00.000Z';
/** When commands are decided unless a spec says otherwise. */
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
