/** One body for each of the four modes (domain.md, "Capture"). */
export const captureExamples = {
  full: { summary: 'All that is left', value: { amount: 285.0 } },
  part: {
    summary: 'Rows',
    value: {
      amount: 190.0,
      items: [
        { id: '10001', description: 'Shoes', unitPrice: 95, quantity: 1 },
        { id: '10002', description: 'T-Shirt', unitPrice: 95, quantity: 1 },
      ],
    },
  },
  amount: { summary: 'An amount', value: { amount: 100.0, description: 'First parcel' } },
  replace: {
    summary: 'Replacing rows',
    value: {
      amount: 100.0,
      replaceItems: true,
      items: [{ id: 'new', description: 'Other shoes', unitPrice: 100, quantity: 1, vat: 25 }],
    },
  },
};
