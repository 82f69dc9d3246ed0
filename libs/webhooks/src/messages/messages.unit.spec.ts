import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { listensTo } from '../outbox/outbox.js';
import { aNotification, uuidOf } from '../testing/a-notification.js';
import { preparedMessage, UnknownWebhookFormat } from './webhook-format.js';
import { webhookEventNamed, webhookFormats } from './webhook-formats.js';
import { type Notification, webhookEventOf, webhookEvents } from './notification.js';
import { standardBody, standardHeaders } from './standard-message.js';
import { walleyBody, walleyHeaders, walleySignature } from './walley-message.js';

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

describe('a message in the form of Walley', () => {
  test('says what happened, money in major units', () => {
    expect(JSON.parse(walleyBody(aNotification({ position: 7 })))).toEqual({
      Type: 'walley:order:captured',
      Timestamp: '2026-11-20T10:00:00.000Z',
      Payload: {
        OrderId: 'b7c1f0de-4a52-5c07-9f0e-6d1c1d2f3a4b',
        Reference: '1001',
        Amount: 95,
        Currency: 'SEK',
        StoreId: 'demo-se',
        CaptureId: uuidOf(77),
        ActionReference: 'ship-1',
      },
    });
  });

  test.each([
    ['authorized', 'Authorized'],
    ['pending', 'OnHold'],
  ] as const)('tells a registration that is %s with the sum of its rows', (status, Status) => {
    const rows = [
      { unitPrice: 9500, quantity: 3 },
      { unitPrice: -25, quantity: 1 },
    ];
    const created = aNotification({ position: 1, event: 'order.created', data: { rows }, status });
    expect(JSON.parse(walleyBody(created))).toMatchObject({ Payload: { Amount: 284.75, Status } });
    expect(JSON.parse(standardBody(created))).toMatchObject({ data: { amount: 28_475, status } });
  });

  test('tells a new authorisation with what was left before, an extension with what is left', () => {
    const data = { expiresAt: '2027-02-18T00:00:00.000Z' };
    const left = { position: 1, remainingBefore: 19_000 };
    const extended = aNotification({ ...left, event: 'order.extended', data });
    expect(JSON.parse(walleyBody(extended))).toMatchObject({
      Payload: { Amount: 190, Currency: 'SEK', ExpiresAt: '2027-02-18T00:00:00.000Z' },
    });
    const amount = { amount: 9_500, currency: 'SEK' };
    const reauthorized = aNotification({ ...left, event: 'order.reauthorized', data: amount });
    expect(JSON.parse(walleyBody(reauthorized))).toMatchObject({
      Payload: { Amount: 95, OriginalAmount: 190, Currency: 'SEK' },
    });
    expect(JSON.parse(standardBody(reauthorized))).toMatchObject({
      data: { amount: 9_500, originalAmount: 19_000 },
    });
  });

  test('says a status of a registration alone', () => {
    const { Payload } = JSON.parse(walleyBody(aNotification({ position: 7 }))) as {
      Payload: object;
    };
    expect(Payload).not.toHaveProperty('Status');
  });

  test('tells a settlement by its id, number and total', () => {
    const data = { settlementId: uuidOf(5), number: 3, currency: 'SEK', total: -150 };
    const { event, logged } = aNotification({ position: 1, event: 'settlement.created', data });
    expect(JSON.parse(walleyBody({ event, logged }))).toMatchObject({
      Type: 'walley:settlement:created',
      Payload: { SettlementId: uuidOf(5), Reference: '3', Amount: -1.5, Currency: 'SEK' },
    });
  });

  // printf '%s' '1763632800.{"Type":"walley:order:captured"}' | openssl dgst -sha256 -hmac secret
  test('leaves the reference out where the log does not tell it', () => {
    const { event, logged } = aNotification({ position: 7 });
    const { Payload } = JSON.parse(walleyBody({ event, logged })) as { Payload: object };
    expect(Payload).not.toHaveProperty('Reference');
  });

  test('is signed over timestamp and body', () => {
    const body = '{"Type":"walley:order:captured"}';
    const signing = { timestamp: '1763632800', correlationId: uuidOf(1), live: true };
    expect(walleyHeaders('secret', body, signing)).toEqual({
      'Walley-CorrelationId': uuidOf(1),
      'Walley-Timestamp': '1763632800',
      'Walley-Signature': walleySignature('secret', '1763632800', body),
      'Walley-Live': 'True',
    });
    expect(walleySignature('secret', '1763632800', body)).toBe(
      'e433bd31a5eeac63a251255a0a7a711c9630fea1fddd1b4b7a8e0570fbd8008d',
    );
  });
});

describe('a message in the form of Standard Webhooks', () => {
  test('says what happened, money in minor units, and no free text', () => {
    const body = standardBody(aNotification({ position: 7 }));
    expect(JSON.parse(body)).toEqual({
      type: 'order.captured',
      timestamp: '2026-11-20T10:00:00.000Z',
      data: {
        eventId: uuidOf(7),
        position: '7',
        revision: '7',
        store: 'demo-se',
        orderId: 'b7c1f0de-4a52-5c07-9f0e-6d1c1d2f3a4b',
        orderNumber: '1001',
        captureId: uuidOf(77),
        amount: 9500,
        currency: 'SEK',
        reference: 'ship-1',
        outcome: 'settled',
        correlationId: uuidOf(99),
      },
    });
    expect(body).not.toContain('Lovelace');
  });

  test("is signed as the specification's own example is", () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const signing = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330' };
    expect(standardHeaders([secret], '{"test": 2432232314}', signing)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('is verified by the published client, during a rotation with either secret', () => {
    const [current, former, other] = Array.from({ length: 3 }, () =>
      webhookFormats.of('standard').makeSecret(),
    );
    const body = standardBody(aNotification({ position: 7 }));
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = standardHeaders([current!, former!], body, { id: 'evt_1', timestamp });
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [current!, former!]) {
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    }
    expect(() => new Webhook(other!).verify(body, headers)).toThrow();
    expect(() => new Webhook(current!).verify(`${body} `, headers)).toThrow();
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
