import { describe, expect, test } from '@jest/globals';
import { aNotification, uuidOf } from '../testing/a-notification.js';
import { standardBody } from './standard-format.js';
import { walleyBody, walleyHeaders, walleySignature } from './walley-format.js';

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

  test('leaves the reference out where the log does not tell it', () => {
    const { event, logged } = aNotification({ position: 7 });
    const { Payload } = JSON.parse(walleyBody({ event, logged })) as { Payload: object };
    expect(Payload).not.toHaveProperty('Reference');
  });

  // The expected signature was computed with openssl instead of the ledger's code:
  // printf '%s' '1763632800.{"Type":"walley:order:captured"}' | openssl dgst -sha256 -hmac secret
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
