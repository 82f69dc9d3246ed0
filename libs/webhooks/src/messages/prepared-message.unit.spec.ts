import { expect, test } from '@jest/globals';
import { toldEvent } from '../testing/told-events.js';
import { preparedMessage } from './prepared-message.js';
import type { Notification } from './told-event.js';

const withMetadata = (metadata: object): Notification => {
  const told = toldEvent({ position: 1 });
  return {
    ...told,
    logged: { ...told.logged, metadata: { ...told.logged.metadata, ...metadata } },
  };
};

test('a message says when its event occurred, and of which request it was', () => {
  const message = preparedMessage('walley', toldEvent({ position: 1 }));
  expect(message).toMatchObject({ occurredAt: '2026-11-20T10:00:00.000Z' });
  expect(JSON.parse(message!.body)).toMatchObject({ Payload: { Amount: 95 } });
  expect(preparedMessage('walley', withMetadata({ correlationId: undefined }))).toMatchObject({
    correlationId: '',
  });
});

test.each([
  ['no time', withMetadata({ recordedAt: undefined })],
  ['no such time', withMetadata({ recordedAt: '2026-13-40T10:00:00.000Z' })],
  ['a text that PostgreSQL does not keep', withMetadata({ correlationId: 'a\0b' })],
  ['no text', withMetadata({ correlationId: 7 })],
  [
    'rows that are none',
    toldEvent({ position: 1, event: 'order.created', data: { rows: [null] } }),
  ],
  ['no currency', toldEvent({ position: 1, data: { amount: 1, currency: { of: 'none' } } })],
])('none is made of an event with %s', (_, told) => {
  expect(preparedMessage('walley', told)).toBeUndefined();
});
