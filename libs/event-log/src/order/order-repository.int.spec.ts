import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { decide, type Order } from '#ledger';
import { chainOf } from '../chain/chain.js';
import { verifyChain } from '../testing/verify-chain.js';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { AppendTooLarge } from '../faults.js';
import {
  captureTerminal,
  failCapture,
  registerOrder,
  requestCapture,
} from '../testing/commands.js';
import { loggedEvent, type LoggedEvent } from '../subscription/stored-pages.js';
import { gathered } from '../testing/gathered.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import type { Executed } from './reply-to-callers.js';
import { OrderRepository } from './order-repository.js';
import { readHistory, readStoredHistory } from './load-order.js';

const someTime = '2026-01-01T00:00:00.000Z';
let node: RunningEventNode;
let stores: [EventStore, EventStore];
let orders: OrderRepository;
let ordersElsewhere: OrderRepository;

beforeAll(async () => {
  node = await RunningEventNode.start();
  stores = [connectEventStore(node.url), connectEventStore(node.url)];
  orders = new OrderRepository(stores[0]);
  ordersElsewhere = new OrderRepository(stores[1]);
});

afterAll(async () => {
  await Promise.all(stores.map((store) => store.dispose()));
  await node.remove();
});

const registered = async (quantity: number): Promise<string> => {
  const orderId = randomUUID();
  await orders.execute(registerOrder(orderId, quantity));
  return orderId;
};

const historyOf = (orderId: string): ReturnType<typeof gathered> =>
  gathered(readHistory(stores[0], orderId));

/** Even numbers use the repository of this process, and odd numbers that of a second process. */
const at = (i: number): OrderRepository => (i % 2 === 0 ? orders : ordersElsewhere);

const capturedOf = async (orderId: string): Promise<number | undefined> =>
  (await orders.load(orderId))?.order.balance.captured;

const accepted = (executed: Executed): Executed & { kind: 'accepted' } => {
  if (executed.kind !== 'accepted') throw new Error(executed.code);
  return executed;
};

const count = (answers: readonly Executed[], kind: Executed['kind']): number =>
  answers.filter((answer) => answer.kind === kind).length;

describe('an executed command', () => {
  test('is in the log, and loading gives the order it made', async () => {
    const orderId = randomUUID();
    const answer = accepted(await orders.execute(registerOrder(orderId)));
    const loaded = await ordersElsewhere.load(orderId);
    expect(loaded).toMatchObject({ revision: answer.revision, position: answer.position });
    expect(loaded?.order.balance).toEqual(answer.order.balance);
    expect(loaded?.order.balance).toMatchObject({ status: 'NotActivated', remaining: 95_000 });
  });

  test('reads back as it was written, with contiguous revisions and rising positions', async () => {
    const orderId = await registered(3);
    for (const amount of [9500, 19000]) {
      await orders.execute(requestCapture(orderId, { amount }));
    }
    const history = await gathered(readHistory(stores[1], orderId, { pageSize: 2 }));
    expect(history.map(({ revision }) => revision)).toEqual(history.map((_, i) => i));
    expect(history.map(({ position }) => position)).toEqual(
      history.map(({ position }) => position).toSorted((a, b) => (a < b ? -1 : 1)),
    );
    expect(history.map(({ type }) => type).slice(-2)).toEqual([
      'OrderPartCaptured',
      'OrderPartCaptured',
    ]);
  });

  test('is decided on what the log says now, whoever wrote it', async () => {
    const orderId = await registered(1);
    await ordersElsewhere.execute(requestCapture(orderId, { amount: 9500 }));
    expect(await orders.execute(requestCapture(orderId, { amount: 9500 }))).toMatchObject({
      kind: 'rejected',
      code: 'CAPTURE_ORDER_ALREADY_CAPTURED',
    });
  });

  test('on an unknown order sees no order', async () => {
    const orderId = randomUUID();
    expect(await orders.load(orderId)).toBeUndefined();
    expect(await orders.execute(requestCapture(orderId, { amount: 9500 }))).toMatchObject({
      code: 'ORDER_NOT_FOUND',
    });
    expect(await historyOf(orderId)).toEqual([]);
  });

  test('whose events are too large for the store writes nothing, and its order goes on', async () => {
    const orderId = await registered(1_000);
    const description = 'x'.repeat(1_100);
    const item = { unitPrice: { unit: 'minor', value: 95 }, quantity: 1, description } as const;
    const { command, ...execution } = requestCapture(orderId, { amount: 95_000 });
    const items = Array.from({ length: 1_000 }, () => item);
    const data = { ...command.data, items, replaceItems: true };
    const tooLarge = {
      ...execution,
      decide: (order?: Order) => decide(order, { ...command, data }),
    };
    await expect(orders.execute(tooLarge)).rejects.toThrow(AppendTooLarge);
    expect(await historyOf(orderId)).toHaveLength(2);
    accepted(await orders.execute(requestCapture(orderId, { amount: 9500 })));
  });
});

describe('a repeated command', () => {
  test('is answered as the first time, also after later ones, and writes nothing', async () => {
    const orderId = await registered(3);
    const capture = requestCapture(orderId, { amount: 9500, idempotencyKey: 'once' });
    const first = accepted(await orders.execute(capture));
    const again = accepted(await ordersElsewhere.execute(capture));
    await orders.execute(requestCapture(orderId, { amount: 9500 }));
    const later = accepted(await ordersElsewhere.execute(capture));
    const { revision, position, captureId } = first;
    const { correlationId } = capture.origin;
    expect(first.replayed).toBe(false);
    expect(again).toMatchObject({ replayed: true, revision, position, captureId, correlationId });
    expect(later).toMatchObject({ replayed: true, revision, position, captureId });
    expect(await capturedOf(orderId)).toBe(19_000);
  });

  test('has one effect and equal answers when two processes race for it', async () => {
    const orderId = await registered(30);
    const capture = requestCapture(orderId, { amount: 9500, idempotencyKey: 'race' });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => at(i).execute(capture)));
    const all = answers.map(accepted);
    expect(new Set(all.map(({ position, revision }) => `${revision}@${position}`)).size).toBe(1);
    expect(new Set(all.map(({ captureId }) => captureId)).size).toBe(1);
    expect(await capturedOf(orderId)).toBe(9_500);
  });

  test('is refused for another request under its key, also when both are decided at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const orderId = await registered(30);
      const answers = await Promise.all(
        [9_500, 19_000].map((amount, i) =>
          at(i).execute(requestCapture(orderId, { amount, idempotencyKey: 'one key' })),
        ),
      );
      expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['accepted', 'rejected']);
      expect(answers).toContainEqual(expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED' }));
      expect(await capturedOf(orderId)).toBe(answers[0]?.kind === 'accepted' ? 9_500 : 19_000);
    }
  });
});

describe('fifty part captures at once of an order with room for thirty', () => {
  test.each([
    ['from one process', (): OrderRepository[] => [orders]],
    ['from two processes', (): OrderRepository[] => [orders, ordersElsewhere]],
  ])('%s: thirty are accepted, none is lost, the sums are exact', async (_name, from) => {
    const orderId = await registered(30);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const repositories = from();
        const repository = repositories[i % repositories.length]!;
        return repository.execute(requestCapture(orderId, { amount: 9500 }));
      }),
    );
    expect([count(answers, 'accepted'), count(answers, 'rejected')]).toEqual([30, 20]);
    const { balance } = (await orders.load(orderId))!.order;
    expect(balance).toMatchObject({ captured: 285_000, remaining: 0, status: 'Activated' });
    const revisions = answers.flatMap((a) => (a.kind === 'accepted' ? [a.revision] : []));
    expect(new Set(revisions).size).toBe(30);
  });
});

describe('a recent order', () => {
  const counted = (): { store: EventStore; reads: () => number } => {
    const read = jest.spyOn(stores[0], 'read');
    read.mockClear();
    return { store: stores[0], reads: () => read.mock.calls.length };
  };

  test('is captured without reading, and so is a new one registered', async () => {
    const { reads } = counted();
    const orderId = await registered(3);
    const answer = accepted(await orders.execute(requestCapture(orderId, { amount: 9500 })));
    expect(reads()).toBe(0);
    expect((await ordersElsewhere.load(orderId))?.position).toBe(answer.position);
  });

  test('that another process has changed is captured all the same', async () => {
    const orderId = await registered(3);
    await ordersElsewhere.execute(requestCapture(orderId, { amount: 9500 }));
    const answer = accepted(await orders.execute(requestCapture(orderId, { amount: 9500 })));
    expect(answer.order.balance.captured).toBe(19_000);
    expect(await verifyChain(readStoredHistory(stores[0], orderId))).toMatchObject({ ok: true });
  });

  test('whose waiting capture failed meanwhile is captured anew', async () => {
    const orderId = randomUUID();
    await orders.execute(registerOrder(orderId, 3, 'card'));
    const first = accepted(await orders.execute(captureTerminal(orderId)));
    const again = accepted(await orders.execute(captureTerminal(orderId)));
    expect(again).toMatchObject({ replayed: true, captureId: first.captureId });
    await ordersElsewhere.execute(failCapture(orderId, first.captureId!));
    const anew = accepted(await orders.execute(captureTerminal(orderId)));
    expect(anew).toMatchObject({ replayed: false });
    expect(anew.captureId).not.toBe(first.captureId);
  });

  test('whose commands gather is written in few appends, each command with its own place', async () => {
    const orderId = await registered(100);
    const append = jest.spyOn(stores[0], 'append');
    append.mockClear();
    const captures = Array.from({ length: 60 }, () => requestCapture(orderId, { amount: 9500 }));
    const answers = (await Promise.all(captures.map((one) => orders.execute(one)))).map(accepted);
    expect(append.mock.calls.length).toBeLessThan(10);
    const history = await gathered(readHistory(stores[1], orderId));
    const places = history.map(({ revision, position }) => ({ revision, position }));
    expect(answers.map(({ revision, position }) => ({ revision, position }))).toEqual(
      places.slice(2),
    );
    expect(await verifyChain(readStoredHistory(stores[0], orderId))).toMatchObject({ ok: true });
  });
});

/** The events of an order as a consumer of the log gets them. */
const loggedOf = async (orderId: string): Promise<LoggedEvent[]> =>
  (await gathered(readStoredHistory(stores[0], orderId))).flatMap((stored) => {
    const logged = loggedEvent(stored);
    return logged === undefined ? [] : [logged];
  });

describe('an order that the log was followed to', () => {
  test('is recalled without reading, and equals the loaded one', async () => {
    const orderId = await registered(3);
    await orders.execute(requestCapture(orderId, { amount: 9500 }));
    const followers = new OrderRepository(stores[1]);
    for (const event of await loggedOf(orderId)) followers.follow(event);
    const read = jest.spyOn(stores[1], 'read');
    const recalled = await followers.recall(orderId);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
    expect(recalled).toEqual(await new OrderRepository(stores[1]).load(orderId));
  });

  test('is not recalled without its beginning, nor beyond a gap', async () => {
    const orderId = await registered(3);
    await orders.execute(requestCapture(orderId, { amount: 9500 }));
    const [first, ...later] = await loggedOf(orderId);
    const followers = new OrderRepository(stores[1]);
    for (const event of later) followers.follow(event);
    expect(await followers.recall(orderId)).toBeUndefined();
    followers.follow(first!);
    followers.follow(later.at(-1)!);
    followers.follow(first!);
    expect((await followers.recall(orderId))?.revision).toBe(0);
  });

  test('does not go on with an event of another log', async () => {
    const orderId = await registered(3);
    const [first, second] = await loggedOf(orderId);
    const followers = new OrderRepository(stores[1]);
    followers.follow(first!);
    followers.follow({ ...second!, data: { ...second!.data, authorizedAt: someTime } });
    expect((await followers.recall(orderId))?.revision).toBe(0);
  });

  test('stays as it was at an event that cannot be read', async () => {
    const orderId = await registered(3);
    const [first, second] = await loggedOf(orderId);
    const followers = new OrderRepository(stores[1]);
    followers.follow(first!);
    const type = 'OrderPainted';
    const chain = chainOf(first!.metadata['chain'] as string, { ...second!, type });
    followers.follow({ ...second!, type, metadata: { ...second!.metadata, chain } });
    expect((await followers.recall(orderId))?.revision).toBe(0);
  });
});
