/** Bodies of bulks, for the API's description. */
export const bulkExamples = {
  captures: {
    summary: 'Two orders',
    value: [
      '{"orderId": "8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11", "idempotencyKey": "k-1", "amount": 9500}',
      '{"store": "demo-se", "orderNumber": "1002", "idempotencyKey": "k-2", "amount": 28500}',
      '',
    ].join('\n'),
  },
};
