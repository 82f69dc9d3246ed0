import { describe, expect, test } from '@jest/globals';
import type { OrderView } from '#read-models';
import { orderResponse } from './order.response.js';

const shoes = {
  rowId: 'r1',
  articleNumber: '10001',
  description: 'Shoes',
  unitPrice: 9500,
  quantity: 1,
  vatRate: 25,
};

const shirts = {
  ...shoes,
  rowId: 'r2',
  articleNumber: '10002',
  description: 'T-Shirt',
  quantity: 2,
};

const view: OrderView = {
  orderId: '8c1f0000-0000-5000-8000-000000000000',
  storeId: 'demo-se',
  orderNumber: '1001',
  currency: 'SEK',
  salesSegment: 'B2C',
  paymentMethod: 'invoice',
  countryCode: 'SE',
  placedAt: '2026-11-20T09:59:00.000Z',
  expiresAt: '2027-02-18T00:00:00.000Z',
  status: 'PartActivated',
  rows: [
    { ...shoes, remainingQuantity: 0 },
    { ...shirts, remainingQuantity: 2 },
  ],
  rowsMade: 2,
  total: 28500,
  requested: 0,
  captured: 9500,
  refunded: 0,
  cancelled: 0,
  remaining: 19000,
  revision: 2,
  position: 9007199254740993n,
  refunds: [],
  reauthorizations: [],
  captures: [
    {
      captureId: '0b7e0000-0000-5000-8000-000000000000',
      status: 'settled',
      amount: 9500,
      refunded: 0,
      description: 'First parcel',
      reference: 'ship-1',
      capturedAt: '2026-11-20T10:00:00.000Z',
      rows: [shoes],
    },
  ],
};

describe('an order', () => {
  test('is shown as the contract page shows it, rows with nothing left aside', () => {
    expect(orderResponse(view)).toEqual({
      orderId: '8c1f0000-0000-5000-8000-000000000000',
      store: 'demo-se',
      orderNumber: '1001',
      status: 'PartActivated',
      currency: 'SEK',
      salesSegment: 'B2C',
      paymentMethod: 'invoice',
      total: 28500,
      captured: 9500,
      requested: 0,
      refunded: 0,
      cancelled: 0,
      remaining: 19000,
      rows: [{ ...shirts, remainingQuantity: 2 }],

      captures: [
        {
          captureId: '0b7e0000-0000-5000-8000-000000000000',
          status: 'settled',
          amount: 9500,
          refunded: 0,
          description: 'First parcel',
          reference: 'ship-1',
          capturedAt: '2026-11-20T10:00:00.000Z',
          items: [shoes],
        },
      ],
      placedAt: '2026-11-20T09:59:00.000Z',
      expiresAt: '2027-02-18T00:00:00.000Z',
      revision: '2',
      position: '9007199254740993',
    });
  });

  test('repeats the attributes of the order and of its rows', () => {
    const attributes = { woo: { orderKey: 'wc_1' } };
    const row = { ...shirts, attributes, remainingQuantity: 1 };
    expect(orderResponse({ ...view, attributes, rows: [row] })).toMatchObject({
      attributes,
      rows: [{ attributes }],
    });
  });
});
