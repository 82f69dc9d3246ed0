import { describe, expect, test } from '@jest/globals';
import {
  cancel,
  capture,
  checkoutIntent,
  expire,
  expiresAt,
  failRefund,
  given,
  item,
  orderOf,
  refund,
  register,
  registerCard,
  release,
  fail,
  reauthorize,
  settle,
  settleRefund,
  shoes,
  terminalIntent,
  tShirts,
} from '../testing/index.js';
import { historyFull } from './accept.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';
import { InvariantViolated } from './invariants.js';
import type { OrderCommand } from './order-commands.js';
import type { OrderEvent } from './order-events.js';
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

  test('still takes the outcome of a refund, and the release of an authorisation', () => {
    const all = capture('remaining', {}, { key: 'all' });
    const part = capture(100, {}, { key: 'part' });
    const back = refund(100, {}, { key: 'back' });
    const full = { eventsMax: 1, recordedRowsMax: 1 };
    const refunded = [registerCard(), all, settle(all.actionId), back];
    for (const outcome of [settleRefund, failRefund]) {
      given(refunded)
        .when(outcome(back.actionId), full)
        .then([{ type: outcome === settleRefund ? 'RefundSettled' : 'RefundFailed' }]);
    }
    given([registerCard(), part, settle(part.actionId), cancel()])
      .when(release(), full)
      .then([{ type: 'AuthorizationReleased' }]);
  });

  test('takes no request together with the outcome of an earlier one', () => {
    const events = [{ type: 'CaptureSettled' }, { type: 'OrderExpired' }] as OrderEvent[];
    const limits = { eventsMax: 1, recordedRowsMax: 1 };
    expect(historyFull(undefined, events, limits)).toMatchObject({ kind: 'rejected' });
    expect(historyFull(undefined, events.slice(0, 1), limits)).toBeUndefined();
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
    const captured = [register(), oneShirt(), capture(19_000)];
    expect(orderOf(captured).recordedRows).toBe(3);
    expect(orderOf([...captured, refund(19_000)]).recordedRows).toBeGreaterThan(3);
    const bundle = item({ ...shoes, description: 'Bundle', unitPrice: 100 });
    const replaced = capture(100, { items: [bundle], replaceItems: true });
    expect(orderOf([register(), replaced]).recordedRows).toBe(1);
  });
});

describe('An accepted command', () => {
  const decided = (before: readonly OrderCommand[], command: OrderCommand): Decision =>
    decide(before.length === 0 ? undefined : orderOf(before), command);

  test('that captures has the id of the capture, and its key in the cause', () => {
    const keyed = capture(100, {}, { key: 'k' });
    expect(decided([register()], keyed)).toEqual({
      kind: 'accepted',
      events: [expect.objectContaining({ type: 'OrderPartCaptured' })],
      balances: [expect.objectContaining({ captured: 100 })],
      cause: { action: 'capture', fingerprint: expect.any(String), idempotencyKey: 'k' },
      captureId: keyed.actionId,
    });
  });

  test('that captures nothing has neither capture nor intent, and no key if none was given', () => {
    expect(decided([], register())).toStrictEqual({
      kind: 'accepted',
      events: [
        expect.objectContaining({ type: 'OrderRegistered' }),
        expect.objectContaining({ type: 'OrderAuthorized' }),
      ],
      balances: [expect.anything(), expect.anything()],
      cause: { action: 'register', fingerprint: expect.any(String) },
    });
  });

  const pending = register({ paymentMethod: 'card', authorization: { status: 'pending' } });

  test.each([
    ['terminal', registerCard(), terminalIntent('pi_1')],
    ['checkout', pending, checkoutIntent('pi_1')],
  ])('that makes a %s intent has the id of the intent', (_kind, order, command) => {
    const decision = decided([order], command);
    expect(decision).toMatchObject({ kind: 'accepted', paymentIntent: 'pi_1' });
    expect(decision).not.toHaveProperty('captureId');
  });

  test('that settles a capture has no capture of its own', () => {
    const last = capture('remaining', {}, { key: 'last' });
    const card = [registerCard(), last];
    expect(decided(card, settle(last.actionId))).not.toHaveProperty('captureId');
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
