import { describe, expect, test } from '@jest/globals';
import type { CommandBus } from '@nestjs/cqrs';
import type { Gateway, PaymentIntent } from '#gateway';
import { authorize, orderOf, register } from '../../../../../../libs/ledger/src/testing/index.js';
import type { CommandOnOrder } from '../../../commands/order-commands.js';
import { OutcomePending, type OutcomeWait } from '../../../queries/outcome-wait.js';
import type { ShopOrder, ShopOrders } from '../orders/shop-orders.js';
import { RecordedPayments } from './recorded-payments.js';

const pending = register({ paymentMethod: 'card', authorization: { status: 'pending' } });
const by = (paymentIntent: string) =>
  orderOf([pending, authorize({ outcome: 'authorized', paymentIntent })]);
const order = orderOf([pending]);
const found: ShopOrder = {
  order,
  customer: undefined,
  target: {
    ...{ orderId: order.balance.orderId, knownOrders: 'all' },
    request: { idempotencyKey: 'k' } as never,
  },
};
const asked = { found, request: 'visa' };
const intent = { id: 'pi_1' } as PaymentIntent;

const taken = { kind: 'rejected', code: 'AUTHORIZE_INVALID_STATUS', detail: 'x' } as const;

interface World {
  /** The result that the ledger returns for each command. */
  readonly executed: object;
  /** The order that is read from the log after the command. */
  readonly now?: typeof order;
  readonly capture?: 'manual' | 'automatic';
  readonly isPending?: true;
}

const world = ({ executed, now = order, capture = 'manual', isPending }: World) => {
  const commands: CommandOnOrder[] = [];
  const cancelled: string[] = [];
  const bus = {
    execute: (command: CommandOnOrder) => {
      commands.push(command);
      return Promise.resolve(executed);
    },
  } as unknown as CommandBus;
  const outcomes = {
    awaitCapture: () => (isPending ? Promise.reject(new OutcomePending()) : Promise.resolve({})),
  } as unknown as OutcomeWait;
  const orders = { now: () => Promise.resolve(now) } as unknown as ShopOrders;
  const gateway = {
    cancelIntent: (id: string) => {
      cancelled.push(id);
      return Promise.resolve({ kind: 'done' });
    },
  } as unknown as Gateway;
  const payments = new RecordedPayments(bus, orders, outcomes, { capture });
  return { payments, commands, cancelled, gateway };
};

describe('an authorised card', () => {
  test('is recorded, under the key of the caller', async () => {
    const after = by('pi_1');
    const { payments, commands, gateway } = world({ executed: { kind: 'accepted', order: after } });
    expect(await payments.card(asked, intent, gateway)).toBe(after);
    expect(commands[0]?.change.data).toEqual({
      ...{ outcome: 'authorized', paymentIntent: 'pi_1', paymentMethod: 'card', request: 'visa' },
    });
    expect(commands[0]?.request.idempotencyKey).toBe('k');
  });

  test('is captured with it where that is set, and its outcome is waited for a while', async () => {
    const executed = { kind: 'accepted', order: by('pi_1'), captureId: 'c' };
    const now = by('pi_1');
    for (const isPending of [true, undefined] as const) {
      const { payments, commands, gateway } = world({
        ...{ executed, now, capture: 'automatic' },
        ...(isPending && { isPending }),
      });
      expect(await payments.card(asked, intent, gateway)).toBe(now);
      expect(commands[0]?.change.data).toMatchObject({ capture: true });
    }
  });

  test('that another checkout has recorded is the same for both', async () => {
    const { payments, cancelled, gateway } = world({ executed: taken, now: by('pi_1') });
    expect((await payments.card(asked, intent, gateway)).payment.paymentIntent).toBe('pi_1');
    expect(cancelled).toEqual([]);
  });

  test('that the order cannot take is given free', async () => {
    const { payments, cancelled, gateway } = world({ executed: taken, now: by('pi_other') });
    await expect(payments.card(asked, intent, gateway)).rejects.toThrow('cannot be paid for');
    expect(cancelled).toEqual(['pi_1']);
  });
});

describe('a card whose customer is asked', () => {
  test('is waited for while the order is', async () => {
    for (const now of [order, by('pi_1')]) {
      const { payments, cancelled, gateway } = world({ executed: {}, now });
      expect(await payments.waiting(asked, intent, gateway)).toBe(now);
      expect(cancelled).toEqual([]);
    }
  });

  test('is given up if something else has paid the order meanwhile', async () => {
    const { payments, cancelled, gateway } = world({ executed: {}, now: by('pi_other') });
    await expect(payments.waiting(asked, intent, gateway)).rejects.toThrow('cannot be paid for');
    expect(cancelled).toEqual(['pi_1']);
  });
});

describe('a failure', () => {
  test('is no answer to the key where the gateway failed', async () => {
    const { payments, commands } = world({ executed: { kind: 'accepted', order } });
    await payments.failure(asked, { reason: 'declined', paymentIntent: 'pi_1' });
    await payments.keyUsedUp(asked, 'pi_1');
    await payments.intent(found, 'pi_1', undefined);
    expect(commands.map(({ request }) => request.idempotencyKey)).toEqual([
      ...['k', undefined, undefined],
    ]);
  });

  test('of an order that was paid meanwhile shows that', async () => {
    const now = by('pi_1');
    const { payments } = world({ executed: taken, now });
    const failure = { reason: 'declined', paymentIntent: 'pi_1' };
    expect(await payments.failure(asked, failure)).toBe(now);
    expect(await payments.keyUsedUp(asked, 'pi_1')).toBe(now);
    await expect(payments.offline(asked, 'cod')).rejects.toThrow('x');
  });
});
