/** A registration as `POST /v1/orders` takes it: authorised, paid by invoice, one row of `total` minor units. */
export const registrationOf = (store: string, orderNumber: string, total: number) => ({
  store,
  orderNumber,
  currency: 'SEK',
  salesSegment: 'B2C' as const,
  paymentMethod: 'invoice' as const,
  rows: [
    { articleNumber: '10001', description: 'Shoes', unitPrice: total, quantity: 1, vatRate: 25 },
  ],
  authorization: { status: 'authorized' as const },
});
