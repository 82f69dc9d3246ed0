import { describe, expect, test } from '@jest/globals';
import type { OrderRepository } from '#event-log';
import { TooManyWaitingForPosition } from '#read-models';
import { OutcomePending, OutcomeWait } from './outcome-wait.js';
import { WaitingReads } from './waiting-reads.js';

type Status = 'requested' | 'settled' | 'failed';

/**
 * A fake repository. At each load, the capture `c` and the refund `r` of the order have the next of
 * the given statuses.
 */
const ordersWith = (...statuses: Status[]) => {
  let looks = 0;
  const load = () => {
    const status = statuses[Math.min(looks, statuses.length - 1)];
    looks += 1;
    const captures = new Map([['c', { captureId: 'c', status }]]);
    const refunds = { made: new Map([['r', { refundId: 'r', status }]]) };
    return Promise.resolve({ order: { captures, refunds } });
  };
  return { load, looks: () => looks };
};

const waitOn = (orders: ReturnType<typeof ordersWith>, places = 4) =>
  new OutcomeWait(
    orders as unknown as Pick<OrderRepository, 'load'>,
    new WaitingReads(places),
    10_000,
  );

const awaited = { clientId: 'shop', orderId: 'o' };

describe('the outcome of a capture', () => {
  test.each(['settled', 'failed'] as const)(
    'that is %s already is answered at once',
    async (status) => {
      const orders = ordersWith(status);
      const capture = waitOn(orders, 0).awaitCapture({ ...awaited, captureId: 'c' });
      await expect(capture).resolves.toMatchObject({ status });
      expect(orders.looks()).toBe(1);
    },
  );

  test('is waited for', async () => {
    const capture = waitOn(ordersWith('requested', 'requested', 'failed'));
    await expect(capture.awaitCapture({ ...awaited, captureId: 'c' })).resolves.toMatchObject({
      status: 'failed',
    });
  });

  test('that does not come in time is pending', async () => {
    const late = waitOn(ordersWith('requested'));
    await expect(late.awaitCapture({ ...awaited, captureId: 'c', timeoutMs: 50 })).rejects.toThrow(
      OutcomePending,
    );
  });

  test('is not waited for beyond the number of waiting reads', async () => {
    const full = waitOn(ordersWith('requested'), 0);
    await expect(full.awaitCapture({ ...awaited, captureId: 'c' })).rejects.toThrow(
      TooManyWaitingForPosition,
    );
  });
});

describe('the capture of an accepted command', () => {
  const accepted = (capture: object) =>
    ({
      captureId: 'c',
      order: { balance: { orderId: 'o' }, captures: new Map([['c', capture]]) },
    }) as unknown as Parameters<OutcomeWait['captureOf']>[0];

  test('is that which the gateway settles or refuses', async () => {
    const requested = { status: 'requested', gateway: { paymentIntent: 'pi' } };
    const wait = waitOn(ordersWith('requested', 'failed'));
    await expect(wait.captureOf(accepted(requested), { clientId: 'shop' })).resolves.toMatchObject({
      status: 'failed',
    });
  });

  test.each([
    ['of an invoice', { status: 'settled' }],
    ['of a card order that holds no intent', { status: 'requested' }],
  ])('%s is not waited for', async (_what, capture) => {
    const orders = ordersWith('requested');
    const found = waitOn(orders).captureOf(accepted(capture), { clientId: 'shop' });
    await expect(found).resolves.toBe(capture);
    expect(orders.looks()).toBe(0);
  });
});

test('the outcome of a refund is waited for as well', async () => {
  const wait = waitOn(ordersWith('requested', 'settled'));
  await expect(wait.awaitRefund({ ...awaited, refundId: 'r' })).resolves.toMatchObject({
    status: 'settled',
  });
});
