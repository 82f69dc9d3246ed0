import { expect, test } from '@jest/globals';
import type { EventStore, LoggedEvent } from '#event-log';
import type { Listener } from '#webhooks';
import { Notifications } from './notifications.js';

const captured: LoggedEvent = {
  eventId: 'e',
  streamId: 'order-1',
  type: 'OrderCaptured',
  revision: 1,
  position: 5n,
  data: { amount: 1 },
  metadata: { storeId: 'demo-se' },
};
const listener: Listener = {
  endpointId: 'l',
  kind: 'standard',
  stores: ['demo-se'],
  events: ['order.captured'],
  beginsAfter: 0n,
};

test('an order whose first event holds nothing keeps no other event from being told', async () => {
  const read = () => Promise.resolve([{ data: null, metadata: null }]);
  const told = new Notifications({ read } as unknown as Pick<EventStore, 'read'>);
  expect(await told.among([captured], [listener])).toMatchObject([{ event: 'order.captured' }]);
});
