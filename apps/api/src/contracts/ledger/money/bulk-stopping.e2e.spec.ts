import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiUnderTest } from '../../../../../../test/support/api-under-test.js';
import { WalleyCaller } from '../../../../../../test/support/walley-caller.js';
import { BulkCall } from '../testing/bulk-call.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
let orderId: string;
beforeAll(async () => {
  await api.start();
  shop = await WalleyCaller.of(api.url);
  orderId = await shop.register();
});
afterAll(() => api.stop());

test('a stop answers what was read of a bulk, and says from where on nothing was', async () => {
  const call = new BulkCall(api.url, shop.authorization);
  const line = (index: number) => ({ orderId, idempotencyKey: `k-${index}`, amount: 1 });
  call.send(line(1));
  expect(await call.next()).toMatchObject({ line: 1, status: 202 });

  const stopped = api.stopApi();
  expect(await call.untilEnd()).toEqual([
    {
      line: 2,
      status: 503,
      code: 'SERVICE_UNAVAILABLE',
      detail: 'The service stops. This line and those after it were not read.',
    },
  ]);
  await stopped;
  expect(api.failures).toEqual([]);
});
