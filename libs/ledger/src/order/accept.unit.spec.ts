import { describe, expect, test } from '@jest/globals';
import {
  capture,
  expire,
  expiresAt,
  given,
  item,
  orderOf,
  register,
  fail,
  reauthorize,
  settle,
  shoes,
  tShirts,
} from '../testing/index.js';
import { decide } from './decide.js';
import { InvariantViolated } from './invariants.js';
import type { Order } from './order.js';

describe('A history that is full', () => {
  test('takes no more events', () => {
    given([]).when(register(), { eventsMax: 1 }).thenRejected('ORDER_HISTORY_FULL');
    given([register()]).when(capture(100), { eventsMax: 2 }).thenRejected('ORDER_HISTORY_FULL');
    given([register()])
      .when(expire({ at: expiresAt }), { eventsMax: 2 })
      .thenRejected('ORDER_HISTORY_FULL');
  });

  test('takes events up to its limit', () => {
    given([]).when(register(), { eventsMax: 2 }).thenOrder({ status: 'NotActivated' });
    given([register()])
      .when(capture(100), { eventsMax: 3 })
      .then([{ type: 'OrderPartCaptured' }]);
  });

  test('still takes what became of a capture at the gateway', () => {
    const requested = capture(100, {}, { key: 'k' });
    const before = [register({ paymentMethod: 'card' }), requested];
    for (const outcome of [settle, fail]) {
      given(before)
        .when(outcome(requested.actionId), { eventsMax: 3, recordedRowsMax: 1 })
        .thenOrder({ requested: 0 });
    }
  });

  test('still answers a known key', () => {
    const keyed = capture(100, {}, { key: 'k' });
    given([register(), keyed])
      .when(keyed, { eventsMax: 3 })
      .thenReplayed({ revision: 2, captureId: keyed.actionId });
  });
});

describe('The rows of all captures, refunds and reauthorisations', () => {
  const oneShirt = (): ReturnType<typeof capture> =>
    capture(9_500, { items: [item(tShirts, { quantity: 1 })] });
  const shirtAndShoes = capture(19_000, { items: [item(tShirts, { quantity: 1 }), item(shoes)] });

  test('are limited together, whichever command captured them', () => {
    const limits = { recordedRowsMax: 2 };
    given([register(), oneShirt()]).when(shirtAndShoes, limits).thenRejected('ORDER_HISTORY_FULL');
    given([register(), shirtAndShoes])
      .when(capture(9_500), limits)
      .thenRejected('ORDER_HISTORY_FULL');
    given([register(), shirtAndShoes])
      .when(capture(100), limits)
      .thenRejected('ORDER_HISTORY_FULL');
    given([register()]).when(shirtAndShoes, limits).thenOrder({ status: 'PartActivated' });
  });

  test('are limited together with those of reauthorisations, in effect or not', () => {
    const lower = reauthorize(9_500, { items: [item(shoes)] });
    const higher = reauthorize(95_000, { items: [item({ ...shoes, unitPrice: 95_000 })] });
    const limits = { recordedRowsMax: 1 };
    for (const first of [lower, higher]) {
      given([register(), first]).when(lower, limits).thenRejected('ORDER_HISTORY_FULL');
      given([register(), first]).when(higher, limits).thenRejected('ORDER_HISTORY_FULL');
    }
    given([register()])
      .when(higher, limits)
      .then([{ type: 'ReauthorizationRequested' }]);
  });

  test('may be 50,000 if nobody says otherwise', () => {
    const order = orderOf([register()]);
    const withRows = (recordedRows: number): Order => ({ ...order, recordedRows });
    given(withRows(49_999)).when(oneShirt()).thenOrder({ captured: 9_500 });
    given(withRows(50_000)).when(oneShirt()).thenRejected('ORDER_HISTORY_FULL');
  });

  test('keep an order from being captured, not from expiring', () => {
    given([register(), oneShirt()])
      .when(expire({ at: expiresAt }), { recordedRowsMax: 1 })
      .thenOrder({ status: 'Expired' });
  });

  test('are counted by the fold', () => {
    expect(orderOf([register()]).recordedRows).toBe(0);
    expect(orderOf([register(), oneShirt(), capture(19_000)]).recordedRows).toBe(3);
  });
});

describe('A decision', () => {
  test('that would make one capture twice is never made', () => {
    const command = capture(100);
    const order = orderOf([register(), command]);
    expect(() => decide(order, command)).toThrow(InvariantViolated);
  });

  test('that would break an invariant is never made', () => {
    const order = orderOf([register()]);
    const fraction = capture(4_750, { items: [item(shoes, { quantity: 0.5 })] });
    expect(() => decide(order, fraction)).toThrow(/^I3 violated/);
  });

  test('changes nothing it was given', () => {
    const order = orderOf([register()]);
    const before = structuredClone(order.balance);
    decide(order, capture(9_500, { items: [item(shoes)] }));
    expect(order.balance).toEqual(before);
  });
});
