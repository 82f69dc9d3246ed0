import { describe, test } from '@jest/globals';
import {
  cancel,
  capture,
  expire,
  expiresAt,
  extend,
  given,
  now,
  placedAt,
  register,
} from '../testing/index.js';

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

const in90Days = '2027-02-18T10:00:00.000Z';
const invalid = 'EXTEND_INVALID_INVOICE_STATUS';

describe('ExtendOrder', () => {
  test('moves the expiry date to 90 days from now', () => {
    given([register()])
      .when(extend())
      .then([{ type: 'OrderExtended', data: { expiresAt: in90Days, extendedAt: now } }]);
    given([register(), capture(100)])
      .when(extend())
      .thenOrder({ status: 'PartActivated', expiresAt: in90Days });
  });

  test('never moves it to an earlier date', () => {
    const late = '2028-01-01T00:00:00.000Z';
    given([register({ expiresAt: late })])
      .when(extend())
      .thenOrder({ expiresAt: late });
    given([register()])
      .when(extend({ expiresAt: now }))
      .thenRejected('EXTEND_EXPIRY_EARLIER');
  });

  test('moves it where it is told to', () => {
    given([register()])
      .when(extend({ expiresAt: '2027-03-01T00:00:00.000Z' }))
      .thenOrder({ expiresAt: '2027-03-01T00:00:00.000Z' });
    given([register()]).when(extend({ expiresAt })).thenOrder({ expiresAt });
  });

  test('lets an order be captured after its first date', () => {
    given([register(), extend()])
      .when(capture(28_500, {}, { at: expiresAt }))
      .thenOrder({ status: 'Activated' });
    given([register(), extend()])
      .when(expire({ at: expiresAt }))
      .thenRejected('EXPIRE_NOT_DUE');
  });

  test.each([
    ['captured', [register(), capture(28_500)]],
    ['closed', [register(), cancel()]],
    ['expired', [register(), expire({ at: expiresAt })]],
    ['pending', [register({ authorization: { status: 'pending' } })]],
  ])('is refused for an order that is %s', (_status, before) => {
    given(before).when(extend()).thenRejected(invalid);
  });

  test('is refused once the date has passed, also if nobody has marked it', () => {
    given([register()])
      .when(extend({}, { at: expiresAt }))
      .thenRejected(invalid);
  });

  test('repeated with its key keeps the first date', () => {
    given([register({}, { at: placedAt }), extend({}, { key: 'k' })])
      .when(extend({}, { key: 'k', at: '2026-12-24T00:00:00.000Z' }))
      .thenReplayed({ revision: 2 });
  });
});
