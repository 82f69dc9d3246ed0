/** Bodies of refunds, for the API's description. */
export const refundExamples = {
  amount: { summary: 'An amount', value: { amount: 5000, description: 'Goodwill' } },
  rows: {
    summary: 'A captured row, less a fee',
    value: {
      amount: 7000,
      items: [
        { articleNumber: '10001', unitPrice: 9500, quantity: 1 },
        {
          description: 'Return fee',
          unitPrice: -2500,
          quantity: 1,
          vatRate: 25,
          type: 'fee',
        },
      ],
      reference: 'return-1',
    },
  },
};
