import { describe, test } from '@jest/globals';
import { capture, expire, expiresAt, given, now, register } from '../../testing/index.js';

const due = expire({ at: expiresAt });

describe('ExpireOrder', () => {
  test('puts it on record that the expiry date was reached', () => {
    given([register()])
      .when(due)
      .then([{ type: 'OrderExpired', data: { expiredAt: expiresAt } }]);
  });

  test.each([
    ['authorised', [register()]],
    ['partly captured', [register(), capture(100)]],
  ])('ends an order that is %s', (_status, before) => {
    given(before).when(due).thenOrder({ status: 'Expired' });
  });

  test('is refused before the date', () => {
    given([register()])
      .when(expire({ at: now }))
      .thenRejected('EXPIRE_NOT_DUE');
  });

  test('is refused where nothing can expire', () => {
    given([]).when(due).thenRejected('ORDER_NOT_FOUND');
    given([register(), capture(28_500)])
      .when(due)
      .thenRejected('EXPIRE_INVALID_STATUS');
    given([register({ authorization: { status: 'pending' } })])
      .when(due)
      .thenRejected('EXPIRE_INVALID_STATUS');
    given([register(), due]).when(due).thenRejected('EXPIRE_INVALID_STATUS');
  });
});
