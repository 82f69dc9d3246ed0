import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiInMemory } from '../../../testing/api-in-memory.js';

/** An API without a card gateway. */
const api = new ApiInMemory();
let authorization: string;

beforeAll(async () => {
  await api.start();
  authorization = await api.bearer();
});
afterAll(async () => {
  await api.stop();
});

test.each([
  ['card', 'authorized'],
  ['card', 'pending'],
  ['invoice', 'pending'],
])('without a gateway an order by %s that is %s is refused', async (paymentMethod, status) => {
  const answer = await fetch(`${api.url}/v1/orders`, {
    method: 'POST',
    headers: { Authorization: authorization, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      ...{ store: 'demo-se', orderNumber: '1', paymentMethod, currency: 'SEK' },
      ...{ salesSegment: 'B2C', authorization: { status } },
      rows: [{ description: 'Shoes', unitPrice: 100, quantity: 1, vatRate: 25 }],
    }),
  });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code: 'GATEWAY_NOT_CONFIGURED' });
});
