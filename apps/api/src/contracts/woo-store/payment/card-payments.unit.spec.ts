import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Gateway, PaymentIntent } from '#gateway';
import type { Order } from '#ledger';
import {
  authorize,
  checkoutIntent,
  orderOf,
  register,
} from '../../../../../../libs/ledger/src/testing/index.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import type { ShopOrder } from '../orders/shop-orders.js';
import { CheckoutCards } from './card-payments.js';
import { CheckoutIntents } from './checkout-intents.js';
import type { RecordedPayments } from './recorded-payments.js';

const pending = register({ paymentMethod: 'card', authorization: { status: 'pending' } });
const intent: PaymentIntent = {
  ...{ id: 'pi_1', status: 'requires_payment_method', currency: 'SEK', amount: 28_500 },
  ...{ capturable: 0, captured: 0, metadata: {} },
};
const doubt = { kind: 'unknown', doubt: { reason: 'connection', message: 'lost' } } as const;
const kept = {
  ...doubt,
  doubt: { reason: 'gateway-error', message: '500' },
  isFinal: true,
} as const;
const done = (status: PaymentIntent['status'], other: object = {}) =>
  ({ kind: 'done', value: { ...intent, status, ...other } }) as const;
const refused = (status: number, code: string) =>
  ({ kind: 'refused', refusal: { status, code, message: `Refused: ${code}` } }) as const;

/**
 * The calls, idempotency keys and events that reached the stand-ins for the gateway and the log.
 * `script` holds the answers that the gateway will give.
 */
let calls: string[];
let keys: string[];
let recorded: string[];
let script: Record<string, unknown[]>;

const answered = (name: string, key?: string): Promise<never> => {
  calls.push(name);
  if (key !== undefined) keys.push(`${name} ${key}`);
  const next = script[name]?.shift();
  if (next === undefined) throw new Error(`unexpected ${name}`);
  return Promise.resolve(next as never);
};

const gateway = {
  createIntent: async (_intent: unknown, key: string) => answered('create', key),
  readIntent: async () => answered('read'),
  confirmIntent: async (_id: string, _card: string, key: string) => answered('confirm', key),
  cancelIntent: async (_id: string, key: string) => answered('cancel', key),
} as unknown as Gateway;

const note = (what: string): Promise<Order> => {
  recorded.push(what);
  return Promise.resolve(orderOf([pending]));
};

const payments = {
  intent: async (_found: unknown, id: string) => {
    await note(`intent ${id}`);
    return id;
  },
  card: async (_asked: unknown, { id }: PaymentIntent) => note(`card ${id}`),
  waiting: async () => Promise.resolve(orderOf([pending])),
  failure: async (_asked: unknown, { reason }: { reason: string }) => note(`failure ${reason}`),
  keyUsedUp: async () => note('key used up'),
} as unknown as RecordedPayments;

const cards = (isConfigured = true): CheckoutCards =>
  new CheckoutCards(
    { isConfigured, isTest: true, gateway: () => Promise.resolve(gateway) },
    new CheckoutIntents(payments),
    payments,
  );

const found = (...commands: Parameters<typeof orderOf>[0]): ShopOrder => {
  const order = orderOf([pending, ...commands]);
  return { order, customer: undefined, target: { orderId: order.balance.orderId } as never };
};

const pay = async (order = found(checkoutIntent('pi_1'))): Promise<string> =>
  (await cards().pay({ found: order, request: 'r' }, 'pm_1')).status;

beforeEach(() => {
  [calls, keys, recorded, script] = [[], [], [], {}];
});

describe('a card is asked', () => {
  test('on an intent that is in the log before', async () => {
    script = { create: [done('requires_payment_method')], confirm: [done('requires_capture')] };
    expect(await pay(found())).toBe('success');
    expect(calls).toEqual(['create', 'confirm']);
    expect(recorded).toEqual(['intent pi_1', 'card pi_1']);
  });

  test.each(['requires_capture', 'succeeded'] as const)(
    'not if the intent is %s already',
    async (status) => {
      script = { read: [done(status)] };
      expect(await pay()).toBe('success');
      expect([calls, recorded]).toEqual([['read'], ['card pi_1']]);
    },
  );

  test('not again while it waits for the customer or the bank', async () => {
    const secret = { paymentMethodId: 'pm_1', clientSecret: 's' };
    script = { read: [done('requires_action', secret), done('processing')] };
    expect([await pay(), await pay()]).toEqual(['pending', 'pending']);
    expect(recorded).toEqual([]);
  });

  test('on another intent once the first is cancelled or not there', async () => {
    for (const read of [done('canceled'), refused(404, 'resource_missing')]) {
      [calls, recorded] = [[], []];
      const created = done('requires_payment_method', { id: 'pi_2' });
      script = { read: [read], create: [created], confirm: [done('requires_capture')] };
      expect(await pay()).toBe('success');
      expect(recorded[0]).toBe('intent pi_2');
    }
  });

  test('under one key until a failure is on record', async () => {
    const failed = authorize({ outcome: 'failed', reason: 'declined' });
    for (const order of [found(checkoutIntent('pi_1')), found(checkoutIntent('pi_1'), failed)]) {
      script = {
        read: [done('requires_payment_method'), done('requires_payment_method')],
        confirm: [doubt],
      };
      expect(await pay(order)).toBe('error');
      script = { read: [done('requires_payment_method')], confirm: [done('requires_capture')] };
      expect(await pay(order)).toBe('success');
    }
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).toBe(keys[3]);
    expect(keys[0]).not.toBe(keys[2]);
  });

  test('not of an order whose payments failed very often', async () => {
    const order = found(checkoutIntent('pi_1'));
    const many = { ...order, order: { ...order.order, revision: 500 } };
    await expect(pay(many)).rejects.toThrow(HttpError);
    expect(calls).toEqual([]);
  });
});

describe('a doubt', () => {
  test('is ended by what the intent shows', async () => {
    for (const outcome of [doubt, kept, refused(400, 'payment_intent_unexpected_state')]) {
      recorded = [];
      script = {
        read: [done('requires_payment_method'), done('requires_capture')],
        confirm: [outcome],
      };
      expect(await pay()).toBe('success');
      expect(recorded).toEqual(['card pi_1']);
    }
  });

  test('stays one where that shows nothing, and nothing is recorded', async () => {
    script = {
      read: [done('requires_payment_method'), done('requires_payment_method')],
      confirm: [doubt],
    };
    expect(await pay()).toBe('error');
    script = { read: [done('requires_payment_method'), doubt], confirm: [kept] };
    expect(await pay()).toBe('error');
    expect(recorded).toEqual([]);
  });

  test('that no repeat can end uses the key up', async () => {
    script = {
      read: [done('requires_payment_method'), done('requires_payment_method')],
      confirm: [kept],
    };
    expect(await pay()).toBe('error');
    expect(recorded).toEqual(['key used up']);
  });

  test('of a new intent is ended by another key, since no card was asked', async () => {
    script = {
      create: [kept, done('requires_payment_method')],
      confirm: [done('requires_capture')],
    };
    expect(await pay(found())).toBe('success');
    expect(new Set(keys).size).toBe(3);
    script = { create: [doubt] };
    expect(await pay(found())).toBe('error');
    script = { create: [kept, kept, kept] };
    expect(await pay(found())).toBe('error');
  });

  test('of a gateway that is away is told at once', async () => {
    script = { read: [doubt] };
    expect(await pay()).toBe('error');
    expect(recorded).toEqual([]);
  });
});

describe('a refusal', () => {
  test('of the card is put on record', async () => {
    script = { read: [done('requires_payment_method')], confirm: [refused(402, 'card_declined')] };
    expect(await pay()).toBe('failure');
    expect(recorded).toEqual(['failure Refused: card_declined']);
  });

  test('of the request is told, and leaves no trace', async () => {
    script = { read: [done('requires_payment_method')], confirm: [refused(400, 'wrong')] };
    await expect(pay()).rejects.toThrow('Refused: wrong');
    script = { create: [refused(400, 'amount_too_small')] };
    await expect(pay(found())).rejects.toThrow('Refused: amount_too_small');
    const unexpected = refused(400, 'payment_intent_unexpected_state');
    script = { read: [done('requires_payment_method'), done('canceled')], confirm: [unexpected] };
    await expect(pay()).rejects.toThrow('unexpected_state');
    expect(recorded).toEqual([]);
  });
});

describe('another method', () => {
  const asked = { found: found(checkoutIntent('pi_1')), request: 'r' };

  test.each([
    ['requires_action', undefined],
    ['canceled', undefined],
    ['requires_capture', 'success'],
    ['processing', 'pending'],
  ] as const)('after a card that is %s has the outcome %p', async (status, outcome) => {
    script = { read: [done(status)] };
    expect((await cards().begunWith(asked))?.status).toBe(outcome);
  });

  test('is not taken while nobody knows of the card', async () => {
    script = { read: [doubt] };
    expect((await cards().begunWith(asked))?.status).toBe('error');
    expect((await cards(false).begunWith(asked))?.status).toBe('error');
    expect(await cards(false).begunWith({ found: found(), request: 'r' })).toBeUndefined();
  });

  test('gives the card up afterwards', async () => {
    script = { cancel: [done('canceled')] };
    await cards().giveUp(asked.found);
    await cards().giveUp(found());
    expect(calls).toEqual(['cancel']);
  });
});

describe('showing an order', () => {
  test.each([
    ['requires_capture', ['card pi_1']],
    ['requires_action', []],
    ['canceled', []],
  ] as const)('finds a card that is %s', async (status, effects) => {
    script = { read: [done(status)] };
    await cards().refresh(found(checkoutIntent('pi_1')));
    expect(recorded).toEqual(effects);
  });

  test('asks nothing of an order that is paid, or without a gateway', async () => {
    await cards().refresh(found(checkoutIntent('pi_1'), authorize()));
    await cards().refresh(found());
    await cards(false).refresh(found(checkoutIntent('pi_1')));
    expect(calls).toEqual([]);
  });
});
