import { describe, expect, test } from '@jest/globals';
import { listensTo } from '../outbox/outbox.js';
import { aNotification, uuidOf } from '../testing/a-notification.js';
import { preparedMessage, UnknownWebhookFormat } from './webhook-format.js';
import { webhookEventNamed, webhookFormats } from '../formats/webhook-formats.js';
import { type Notification, webhookEventOf, webhookEvents } from './notification.js';
import { standardBody } from '../formats/standard-format.js';

describe('an event of the log', () => {
  test.each([
    ['OrderRegistered', 'order.created'],
    ['OrderAuthorized', 'order.authorized'],
    ['OrderCaptured', 'order.captured'],
    ['OrderPartCaptured', 'order.captured'],
    ['OrderItemsReplaced', 'order.captured'],
    ['OrderCancelled', 'order.cancelled'],
    ['OrderRefunded', 'order.refunded'],
    ['OrderReauthorized', 'order.reauthorized'],
    ['OrderExtended', 'order.extended'],
    ['SettlementStated', 'settlement.created'],
    ['OrderExpired', undefined],
    ['CaptureSettled', 'capture.settled'],
    ['CaptureFailed', 'capture.failed'],
    ['RefundFailed', 'refund.failed'],
    ['RefundSettled', undefined],
  ])('%s is told as %s', (type, event) => {
    expect(webhookEventOf(type)).toBe(event);
  });

  test('is named in both forms', () => {
    expect(webhookEventNamed('walley:settlement:created')).toBe('settlement.created');
    expect(webhookEventNamed('order.captured')).toBe('order.captured');
    expect(webhookEventNamed('order:captured')).toBeUndefined();
  });
});

describe('an authorisation', () => {
  const listener = (kind: 'standard' | 'walley') => ({
    ...{ endpointId: uuidOf(1), kind, stores: ['demo-se'], beginsAfter: 0n },
    events: ['order.authorized'] as const,
  });

  test('of an order that was on hold is told to everybody, of any other not in the form of Walley', () => {
    const later = aNotification({ position: 2, event: 'order.authorized', action: 'authorize' });
    const atOnce = aNotification({ position: 2, event: 'order.authorized', action: 'register' });
    expect(listensTo(listener('walley'), later)).toBe(true);
    expect(listensTo(listener('walley'), atOnce)).toBe(false);
    expect(listensTo(listener('standard'), later)).toBe(true);
    expect(listensTo(listener('standard'), atOnce)).toBe(true);
  });
});

test('every event has a name of its own in both forms', () => {
  expect(new Set(webhookEvents).size).toBe(11);
});

test('a capture or a refund that failed says why', () => {
  const data = { refundId: uuidOf(5), amount: 100, reason: 'Expired card', code: 'expired_card' };
  const failed = aNotification({ position: 7, event: 'refund.failed', data });
  expect(JSON.parse(standardBody(failed))).toMatchObject({
    type: 'refund.failed',
    data: { ...data, currency: 'SEK' },
  });
});

test('a format that this version does not have is named', () => {
  expect(() => webhookFormats.of('other')).toThrow(UnknownWebhookFormat);
});

const withMetadata = (metadata: object): Notification => {
  const told = aNotification({ position: 1 });
  return {
    ...told,
    logged: { ...told.logged, metadata: { ...told.logged.metadata, ...metadata } },
  };
};

test('a message says when its event occurred, and of which request it was', () => {
  const message = preparedMessage(webhookFormats.of('walley'), aNotification({ position: 1 }));
  expect(message).toMatchObject({ occurredAt: '2026-11-20T10:00:00.000Z' });
  expect(JSON.parse(message!.body)).toMatchObject({ Payload: { Amount: 95 } });
  expect(
    preparedMessage(webhookFormats.of('walley'), withMetadata({ correlationId: undefined })),
  ).toMatchObject({
    correlationId: '',
  });
});

test.each([
  ['no time', withMetadata({ recordedAt: undefined })],
  ['no such time', withMetadata({ recordedAt: '2026-13-40T10:00:00.000Z' })],
  ['a day that its month does not have', withMetadata({ recordedAt: '2026-02-30T10:00:00.000Z' })],
  [
    'a year that PostgreSQL does not have',
    withMetadata({ recordedAt: '0000-01-01T10:00:00.000Z' }),
  ],
  ['a text that PostgreSQL does not keep', withMetadata({ correlationId: 'a\0b' })],
  ['no text', withMetadata({ correlationId: 7 })],
  [
    'rows that are none',
    aNotification({ position: 1, event: 'order.created', data: { rows: [null] } }),
  ],
  ['no currency', aNotification({ position: 1, data: { amount: 1, currency: { of: 'none' } } })],
])('none is made of an event with %s', (_, told) => {
  expect(preparedMessage(webhookFormats.of('walley'), told)).toBeUndefined();
});
