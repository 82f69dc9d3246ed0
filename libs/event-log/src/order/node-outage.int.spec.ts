import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectEventStore } from '../client/connect-event-store.js';
import type { EventStore } from '../client/event-store.js';
import { EventStoreUnavailable, LedgerFault } from '../faults.js';
import { retryWhileUnavailable } from '../client/reachability.js';
import { registerOrder, requestCapture } from '../testing/commands.js';
import { Deadline } from '#runtime/async';
import { until, waitMsMax } from '../../../../test/support/until.js';
import { gathered } from '../testing/gathered.js';
import { RunningEventNode } from '../testing/running-event-node.js';
import { OrderRepository } from './order-repository.js';
import { readHistory } from './load-order.js';

let node: RunningEventNode;
let eventStore: EventStore;
const others: (() => Promise<void>)[] = [];

beforeEach(async () => {
  node = await RunningEventNode.start();
  eventStore = connectEventStore(node.url, { appendTimeoutMs: 2_000, readTimeoutMs: 2_000 });
});

afterEach(async () => {
  await eventStore.dispose();
  await node.remove();
});

afterAll(async () => {
  await Promise.all(others.map((stop) => stop()));
});

/**
 * Keeps capturing orders without idempotency keys, so that only the event ids protect a repeated
 * append from a second effect.
 */
class Load {
  readonly #orders: OrderRepository;
  readonly #orderIds: readonly string[];
  readonly acknowledged: string[] = [];
  readonly faults: LedgerFault[] = [];
  #going = true;

  constructor(orders: OrderRepository, orderIds: readonly string[]) {
    this.#orders = orders;
    this.#orderIds = orderIds;
  }

  async run(): Promise<void> {
    await Promise.all(this.#orderIds.map((orderId) => this.#captureOn(orderId)));
  }

  stop(): void {
    this.#going = false;
  }

  acknowledgedAtLeast(count: number): Promise<void> {
    return until(() => this.acknowledged.length >= count);
  }

  async #captureOn(orderId: string): Promise<void> {
    while (this.#going) {
      try {
        const answer = await this.#orders.execute(requestCapture(orderId, { amount: 9500 }));
        if (answer.kind !== 'accepted') throw new Error(answer.code);
        this.acknowledged.push(answer.captureId!);
      } catch (error) {
        if (!(error instanceof LedgerFault)) throw error;
        this.faults.push(error);
      }
    }
  }
}

const captureIdsOf = async (orderIds: readonly string[]): Promise<string[]> => {
  // After a restart, the event store may take some seconds to answer on a busy machine.
  const deadline = new Deadline(waitMsMax);
  const histories = await Promise.all(
    orderIds.map((orderId) =>
      retryWhileUnavailable(deadline, () => gathered(readHistory(eventStore, orderId))),
    ),
  );
  return histories.flat().flatMap(({ data }) => ('captureId' in data ? [data.captureId] : []));
};

const registeredOrders = async (orders: OrderRepository, howMany: number): Promise<string[]> => {
  const orderIds = Array.from({ length: howMany }, () => randomUUID());
  await Promise.all(orderIds.map((id) => orders.execute(registerOrder(id, 100_000))));
  return orderIds;
};

describe('while the event node stops and starts under load', () => {
  test('nothing acknowledged is lost, nothing has two effects, and commands wait it out', async () => {
    const orders = new OrderRepository(eventStore, { giveUpAfterMs: 15_000 });
    const orderIds = await registeredOrders(orders, 20);
    const load = new Load(orders, orderIds);
    const running = load.run();
    for (let restarts = 1; restarts <= 3; restarts += 1) {
      await load.acknowledgedAtLeast(restarts * 60);
      await node.stop();
      await node.start();
    }
    await load.acknowledgedAtLeast(load.acknowledged.length + 60);
    load.stop();
    await running;
    const written = await captureIdsOf(orderIds);
    expect(new Set(written).size).toBe(written.length);
    expect(written.toSorted()).toEqual(load.acknowledged.toSorted());
    expect(load.faults).toEqual([]);
  });
});

describe('while the event node is away', () => {
  test('a load says so within the time allowed', async () => {
    await node.stop();
    const orders = new OrderRepository(eventStore, { giveUpAfterMs: 200 });
    await expect(orders.load(randomUUID())).rejects.toThrow(EventStoreUnavailable);
    await expect(eventStore.ping()).rejects.toThrow(EventStoreUnavailable);
  });

  test('and back, the same connection works again', async () => {
    const orders = new OrderRepository(eventStore, { giveUpAfterMs: 10_000 });
    const orderId = randomUUID();
    await orders.execute(registerOrder(orderId));
    await node.stop();
    const waiting = orders.execute(requestCapture(orderId, { amount: 9500 }));
    await node.start();
    expect(await waiting).toMatchObject({ kind: 'accepted', replayed: false });
    await eventStore.ping();
  });
});

describe('while another node of the same process dies', () => {
  test('appends here are neither lost nor doubled, and late answers end nothing', async () => {
    const orders = new OrderRepository(eventStore);
    const orderIds = await registeredOrders(orders, 20);
    const load = new Load(orders, orderIds);
    const running = load.run();
    for (let deaths = 1; deaths <= 3; deaths += 1) {
      const other = await RunningEventNode.start();
      const elsewhere = connectEventStore(other.url);
      others.push(() => other.remove());
      await new OrderRepository(elsewhere).execute(registerOrder(randomUUID()));
      await load.acknowledgedAtLeast(deaths * 50);
      await other.stop();
      await elsewhere.dispose();
    }
    load.stop();
    await running;
    expect((await captureIdsOf(orderIds)).toSorted()).toEqual(load.acknowledged.toSorted());
    expect(load.faults).toEqual([]);
  });
});
