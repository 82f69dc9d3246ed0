import { expect, test } from '@jest/globals';
import type { Delivery } from '#webhooks';
import { deliveryLine } from './webhook.command.js';

const delivery = (other: Partial<Delivery>): Delivery => ({
  ...{ deliveryId: 'd-1', eventId: 'e-1', stream: 'order-1', position: 7n, attempts: 0 },
  ...{ event: 'order.captured', status: 'pending', ...other },
});
const [last, next] = ['2026-03-01T12:00:00.000Z', '2026-03-01T12:05:00.000Z'];

test.each([
  [{ nextAttemptAt: next }, `pending (0)  next ${next}`],
  [
    { attempts: 2, lastStatus: 503, lastAttemptAt: last, nextAttemptAt: next },
    `pending (2)  503  last ${last}  next ${next}`,
  ],
  [
    { status: 'dead' as const, attempts: 9, lastError: 'no\u001b answer', lastAttemptAt: last },
    `dead (9)  no\ufffd answer  last ${last}`,
  ],
])('a delivery says when it was tried last and will be next: %j', (other, line) => {
  expect(deliveryLine(delivery(other))).toBe(`d-1  7  order.captured  ${line}`);
});
