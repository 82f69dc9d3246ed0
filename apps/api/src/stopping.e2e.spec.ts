import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { ApiUnderTest } from '../../../test/support/api-under-test.js';
import { WalleyCaller } from '../../../test/support/walley-caller.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
let orderId: string;
beforeAll(async () => {
  await api.start();
  shop = await WalleyCaller.of(api.url);
  orderId = await shop.register();
  await shop.order(orderId);
});
afterAll(() => api.stop());

interface Begun {
  readonly answered: Promise<{ readonly answer: IncomingMessage; readonly body: string }>;
}

/**
 * Sends a read and waits until the API has accepted it. Node shows this with `100 Continue`, just
 * before it calls the handler.
 */
const begun = async (path: string): Promise<Begun> => {
  const sent = request(api.url + path, {
    agent: false,
    headers: { Authorization: shop.authorization, Expect: '100-continue' },
  });
  const response = once(sent, 'response') as Promise<[IncomingMessage]>;
  const taken = once(sent, 'continue');
  sent.end();
  await taken;
  return { answered: response.then(async ([answer]) => ({ answer, body: await text(answer) })) };
};

test('a stop answers reads that wait 503, not that what they wait for did not come', async () => {
  const reads = await Promise.all([
    begun(`/manage/orders/${orderId}?correlationId=${randomUUID()}`),
    begun(`/manage/orders/${orderId}?correlationId=${randomUUID()}`),
  ]);

  await api.stopApi();

  for (const { answered } of reads) {
    const { answer, body } = await answered;
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(body).toContain('SERVICE_UNAVAILABLE');
  }
  expect(api.failures).toEqual([]);
});
