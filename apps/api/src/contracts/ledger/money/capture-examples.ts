/** Bodies of captures, for the API's description. */
export const captureExamples = {
  everything: { summary: 'All that is left', value: { amount: 28500 } },
  rows: {
    summary: 'Some rows',
    value: {
      amount: 9500,
      items: [{ articleNumber: '10001', unitPrice: 9500, quantity: 1 }],
      description: 'First parcel',
      reference: 'ship-1',
    },
  },
  amount: { summary: 'An amount (B2C)', value: { amount: 10000, description: 'Part delivery' } },
  replacing: {
    summary: 'Rows as given, whatever the order says',
    value: {
      amount: 10000,
      replaceItems: true,
      items: [{ description: 'Bundle', unitPrice: 10000, quantity: 1, vatRate: 25 }],
    },
  },
};
