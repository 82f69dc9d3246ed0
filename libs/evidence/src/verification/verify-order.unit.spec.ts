import { expect, test } from '@jest/globals';
import { EventStoreRefused, orderIdsOf } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';
import { GeneratedLog } from '../testing/generated-log.js';
import { verifyOrder } from './verify-order.js';

const log = new GeneratedLog();
const orderId = log.order('a', 2);

async function* endingWith(error: Error, events: readonly StoredEvent[]) {
  await Promise.resolve();
  yield* events;
  throw error;
}

test.each([0, 2])(
  'an order that the event store refuses to give, after %d events, is named',
  async (given) => {
    const refused = new EventStoreRefused(new Error('The stream is deleted.'));
    const history = endingWith(refused, log.events.slice(0, given));
    const { events, findings } = await verifyOrder(
      { orderId, orderIds: orderIdsOf(undefined) },
      history,
    );
    expect({ events, findings: findings.first }).toEqual({
      events: given,
      findings: [
        {
          ...{ kind: 'hidden', stream: `order-${orderId}` },
          detail: expect.stringContaining('The stream is deleted.'),
        },
      ],
    });
  },
);

test('an event store that cannot be reached is no finding', async () => {
  const history = endingWith(new Error('away'), log.events);
  await expect(verifyOrder({ orderId, orderIds: orderIdsOf(undefined) }, history)).rejects.toThrow(
    'away',
  );
});
