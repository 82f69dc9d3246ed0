import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { aNotification, uuidOf } from '../testing/a-notification.js';
import { standardBody, standardFormat, standardHeaders } from './standard-format.js';

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
    const [current, former, other] = Array.from({ length: 3 }, () => standardFormat.makeSecret());
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
