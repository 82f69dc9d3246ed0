import { actionIdOf } from '#ledger';
import type { CaptureItem, ExpireOrder, RegisterOrderCommand, RequestCapture } from '#ledger';
import { orderIdOf } from '../../../ledger/src/testing/demo-order.js';

type NewRow = RegisterOrderCommand['data']['rows'][number];

export const store = 'demo-se';
export const placedAt = '2026-03-01T12:00:00.000Z';
export const expiresAt = '2026-06-01T12:00:00.000Z';
export const shoes: NewRow = {
  articleNumber: '10001',
  description: 'Shoes',
  unitPrice: 9_500,
  quantity: 1,
  vatRate: 25,
};
export const shirts: NewRow = {
  ...shoes,
  articleNumber: '10002',
  description: 'T-Shirt',
  quantity: 2,
};

let actions = 0;

/** Each call makes a new action id, so that no command counts as a repeat of an earlier one. */
export const command = (
  orderId: string,
  at: string,
): { orderId: string; at: string; actionId: string } => {
  actions += 1;
  return { orderId, at, actionId: actionIdOf(orderId, 'capture', `action ${actions}`) };
};

/**
 * The command that registers an authorised order of 285.00 SEK. Members of `data` replace the
 * defaults.
 */
export const register = (
  data: Partial<RegisterOrderCommand['data']> = {},
  at = placedAt,
): RegisterOrderCommand => {
  const content: RegisterOrderCommand['data'] = {
    storeId: store,
    orderNumber: '1001',
    currency: 'SEK',
    salesSegment: 'B2C',
    paymentMethod: 'invoice',
    rows: [shoes, shirts],
    expiresAt,
    authorization: { status: 'authorized' },
    ...data,
  };
  return {
    type: 'RegisterOrder',
    ...command(orderIdOf(content.storeId, content.orderNumber), at),
    data: content,
  };
};

/** A capture of an amount in minor units. */
export const capture = (
  orderId: string,
  amount: number,
  data: Partial<RequestCapture['data']> = {},
): RequestCapture => ({
  type: 'RequestCapture',
  ...command(orderId, placedAt),
  data: { amount: { unit: 'minor', value: amount }, items: [], replaceItems: false, ...data },
});

/** An item of a capture: a quantity of a row. */
export const item = (row: NewRow, quantity: number): CaptureItem => ({
  description: row.description,
  unitPrice: { unit: 'minor', value: row.unitPrice },
  quantity,
  vatRate: row.vatRate,
  ...(row.articleNumber !== undefined && { articleNumber: row.articleNumber }),
});

export const expire = (orderId: string): ExpireOrder => ({
  type: 'ExpireOrder',
  ...command(orderId, expiresAt),
  data: {},
});
