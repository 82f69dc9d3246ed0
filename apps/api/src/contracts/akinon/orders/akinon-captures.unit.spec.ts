import type { CommandBus } from '@nestjs/cqrs';
import { describe, expect, test } from '@jest/globals';
import { TooManyConflicts } from '#event-log';
import { decide, keyReused, type Order, type OrderCommand } from '#ledger';
import {
  demoOrderId,
  fail,
  registerCard,
  settle,
} from '../../../../../../libs/ledger/src/testing/index.js';
import type { CommandOnOrder } from '../../../commands/order-commands.js';
import { OutcomePending, type OutcomeWait } from '../../../queries/outcome-wait.js';
import { OrdersInMemory } from '../../../testing/orders-in-memory.js';
import { requestKeysInMemory } from '../../../testing/request-keys-in-memory.js';
import { AkinonCaptures } from './akinon-captures.js';
import type { AkinonOrders } from './akinon-orders.js';
import { keyOfCaller } from './earlier-captures.js';

/**
 * An outcome that the simulated gateway reports for a capture. Each capture takes the next outcome
 * of the list. When the list is empty, the wait for an outcome times out.
 */
type Outcome = 'settled' | 'failed';

/**
 * Registers a card order in memory. The gateway settles or declines its captures in the order of
 * these outcomes.
 */
const given = async (...outcomes: Outcome[]) => {
  const requestKeys = requestKeysInMemory();
  const orders = new OrdersInMemory();
  const run = async (command: OrderCommand) =>
    orders.execute({
      ...{ orderId: demoOrderId, actionId: command.actionId, origin: undefined as never },
      decide: (order) => decide(order, command),
    });
  await run(registerCard());
  const asked: string[] = [];
  const commands = {
    execute: async ({ target, change, actionId }: CommandOnOrder) => {
      const { idempotencyKey = '', at } = target.request;
      asked.push(actionId);
      return run({ ...change, orderId: demoOrderId, at, actionId, idempotencyKey });
    },
  };
  const waits = {
    awaitCapture: async ({ captureId }: { captureId: string }) => {
      const outcome = outcomes.shift();
      if (outcome === undefined) throw new OutcomePending();
      await run(outcome === 'settled' ? settle(captureId) : fail(captureId));
      return (await now()).captures.get(captureId);
    },
  };
  const now = async (): Promise<Order> => {
    const loaded = await orders.load(demoOrderId);
    if (loaded === undefined) throw new Error('There is no order');
    return loaded.order;
  };
  const captures = new AkinonCaptures(
    commands as unknown as CommandBus,
    { load: now } as unknown as AkinonOrders,
    waits as unknown as OutcomeWait,
    requestKeys,
  );
  const first = await now();
  const target = {
    request: { caller: { clientId: 'shop' }, at: first.balance.placedAt } as never,
    ...{ orderId: demoOrderId, knownOrders: 'authorised' as const },
  };
  const capture = (order: Order, key?: string) => captures.capture({ order, target }, [], key);
  return { now, capture, asked, commands, run, requestKeys };
};

const declined = { answer: { status: 406, code: 'gateway_declined', detail: 'card_declined' } };

describe('a capture of a card order', () => {
  test('answers with the order once the gateway has settled it', async () => {
    const { now, capture } = await given('settled');
    expect((await capture(await now())).balance).toMatchObject({ requested: 0, captured: 28_500 });
  });

  test('whose outcome does not come is found again by a repeat', async () => {
    const { now, capture, asked } = await given();
    await expect(capture(await now())).rejects.toThrow(OutcomePending);
    await expect(capture(await now())).rejects.toThrow(OutcomePending);
    expect(asked).toHaveLength(1);
    expect((await now()).balance).toMatchObject({ requested: 28_500, remaining: 0 });
  });

  test('that the gateway declined is tried again as another capture', async () => {
    const { now, capture } = await given('failed', 'failed', 'settled');
    await expect(capture(await now())).rejects.toMatchObject(declined);
    await expect(capture(await now())).rejects.toMatchObject(declined);
    const { balance, captures } = await capture(await now());
    expect(balance.captured).toBe(28_500);
    expect([...captures.values()].map(({ status }) => status)).toEqual([
      ...['failed', 'failed', 'settled'],
    ]);
  });

  test('under a key has the same answer again, a declined one too', async () => {
    const { now, capture, asked } = await given('failed', 'settled');
    for (let call = 0; call < 2; call += 1)
      await expect(capture(await now(), 'k')).rejects.toMatchObject(declined);
    expect(new Set(asked).size).toBe(1);
    expect((await capture(await now(), 'k-2')).balance.captured).toBe(28_500);
  });

  test('under a key that the order knows from other items uses the key up', async () => {
    const { now, capture, commands, requestKeys } = await given();
    const ofOrder = (request: string) => ({
      clientId: 'shop',
      store: 'demo-se',
      key: keyOfCaller('k'),
      request,
    });
    commands.execute = async () => Promise.resolve({ ...keyReused });
    await expect(capture(await now(), 'k')).rejects.toMatchObject({ rejected: keyReused });
    expect(await requestKeys.claim(ofOrder('capture another'))).toBe(false);
  });

  test('seen before others failed goes on with the newest state', async () => {
    const { now, capture } = await given('failed', 'failed', 'settled');
    const stale = await now();
    await expect(capture(stale)).rejects.toMatchObject(declined);
    await expect(capture(stale)).rejects.toMatchObject(declined);
    expect((await capture(stale)).balance.captured).toBe(28_500);
  });

  test('is 503 where others are quicker again and again', async () => {
    const { now, capture, commands } = await given();
    commands.execute = () => Promise.reject(new TooManyConflicts(demoOrderId));
    await expect(capture(await now())).rejects.toMatchObject({
      answer: { status: 503, headers: { 'Retry-After': '1' } },
    });
  });
});

test('a set that is captured already is answered without a command', async () => {
  const { now, capture, asked } = await given('settled');
  await capture(await now());
  await capture(await now());
  expect(asked).toHaveLength(1);
});
