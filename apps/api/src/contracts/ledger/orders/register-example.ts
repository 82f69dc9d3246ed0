/** The body of a registration, for the API's description. */
export const registerExample = {
  invoice: {
    value: {
      store: 'demo-se',
      orderNumber: '1001',
      currency: 'SEK',
      salesSegment: 'B2C',
      paymentMethod: 'invoice',
      rows: [
        {
          articleNumber: '10001',
          description: 'Shoes',
          unitPrice: 9500,
          quantity: 1,
          vatRate: 25,
        },
        {
          articleNumber: '10002',
          description: 'T-Shirt',
          unitPrice: 9500,
          quantity: 2,
          vatRate: 25,
        },
      ],
      authorization: { status: 'authorized' },
    },
  },
};
