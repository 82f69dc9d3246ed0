/** Bodies of reauthorisations, for the API's description. */
export const reauthorizationExamples = {
  amount: { summary: 'Another amount', value: { amount: 30000 } },
  rows: {
    summary: 'Other rows',
    value: {
      amount: 19000,
      items: [
        {
          articleNumber: '10003',
          description: 'Boots',
          unitPrice: 19000,
          quantity: 1,
          vatRate: 25,
        },
      ],
      reference: 'change-1',
    },
  },
};
