import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Doubt, DueOrder, Gateway, GatewayBacklog, NotedOrder } from '#gateway';
import { until } from '../../../../test/support/until.js';
import { GatewayOrders } from './gateway-orders.js';
import type { GatewayWorkMetrics } from './gateway-work-metrics.js';
import type { GatewayWorker, Worked } from './gateway-work.js';

const storeId = 'store-a';

/**
 * Replaces the database table of waiting orders by maps in memory. `rows` has the event position of
 * each order. A test can delay the writes or make them fail.
 */
class Table {
  readonly rows = new Map<string, bigint>();
  /** The store of each order; an order that is missing here belongs to `storeId`. */
  readonly stores = new Map<string, string>();
  readonly written: string[][] = [];
  writing: () => Promise<void> = () => Promise.resolve();

  async note(orders: readonly NotedOrder[]): Promise<void> {
    if (orders.length === 0) return;
    await this.writing();
    this.written.push(orders.map(({ orderId }) => orderId));
    for (const { orderId, position } of orders) this.#raise(orderId, position);
  }

  async postpone({ orderId, position }: NotedOrder): Promise<void> {
    this.#raise(orderId, position);
    return Promise.resolve();
  }

  async finish(orders: readonly NotedOrder[]): Promise<void> {
    for (const { orderId, position } of orders) {
      if ((this.rows.get(orderId) ?? 0n) <= position) this.rows.delete(orderId);
    }
    return Promise.resolve();
  }

  #raise(orderId: string, position: bigint): void {
    const former = this.rows.get(orderId) ?? -1n;
    this.rows.set(orderId, position > former ? position : former);
  }

  /** Each search awaits this function, so that a test can delay the search. */
  searching: () => Promise<void> = () => Promise.resolve();

  async due(
    limit: number,
    others: { readonly orders: readonly string[]; readonly stores: readonly string[] },
  ): Promise<readonly DueOrder[]> {
    const due = this.isDue ? this.#rowsWithout(others) : [];
    await this.searching();
    return due.slice(0, limit);
  }

  #rowsWithout(others: {
    readonly orders: readonly string[];
    readonly stores: readonly string[];
  }): DueOrder[] {
    return [...this.rows]
      .map(([orderId, position]) => {
        const store = this.stores.get(orderId) ?? storeId;
        return { orderId, storeId: store, position, attempts: 0 };
      })
      .filter(
        (row) => !others.orders.includes(row.orderId) && !others.stores.includes(row.storeId),
      );
  }

  isDue = false;
  readonly resume = () => Promise.resolve();
  readonly see = () => Promise.resolve();
}

let table: Table;
let orders: GatewayOrders;
/** Functions that end the calls to the gateway for an order with a given result, by order id. */
let works: Map<string, (worked: Worked) => void>;
let ending: AbortController;
let running: Promise<void>;
let consumed: () => void;

beforeEach(async () => {
  table = new Table();
  works = new Map();
  const worker: Pick<GatewayWorker, 'work'> = {
    work: ({ orderId }) =>
      new Promise((resolve) => {
        works.set(orderId, resolve);
      }),
  };
  const gateway: Pick<Gateway, 'breaker'> = { breaker: 'closed' };
  const metrics = { doubted: () => undefined } as unknown as GatewayWorkMetrics;
  const backlog = table as unknown as GatewayBacklog;
  const logger = pino({ level: 'silent' });
  orders = new GatewayOrders(gateway as Gateway, worker as GatewayWorker, backlog, metrics, logger);
  ending = new AbortController();
  const consuming = new Promise<void>((resolve) => {
    consumed = resolve;
  });
  running = orders.run(ending.signal, consuming);
  await turn();
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const offer = (orderId: string, position: bigint, store = storeId): boolean =>
  orders.offer({ orderId, storeId: store, position });

const end = async (orderId: string, worked: Worked = 'finished'): Promise<void> => {
  works.get(orderId)?.(worked);
  works.delete(orderId);
  await turn();
};

const stop = async (): Promise<void> => {
  ending.abort();
  consumed();
  await running;
};

// The pending calls to the gateway are ended after a failed test too: otherwise the process would
// not end.
afterEach(async () => {
  for (const orderId of [...works.keys()]) await end(orderId);
  await stop();
});

describe('the orders in hand', () => {
  test('stand in the table only if they are not done when the checkpoint moves', async () => {
    offer('quick', 1n);
    offer('slow', 2n);
    await end('quick');
    await orders.noteAll();
    expect([...table.rows]).toEqual([['slow', 2n]]);
    await orders.noteAll();
    expect(table.written).toEqual([['slow']]);
    await end('slow');
    await until(() => table.rows.size === 0);
    await stop();
  });

  test('are written again when a later event asks for them', async () => {
    offer('one', 1n);
    await orders.noteAll();
    offer('one', 5n);
    await orders.noteAll();
    expect([...table.rows]).toEqual([['one', 5n]]);
    await end('one');
    // The call to the gateway for the first event has ended. The call for the second event has
    // begun but not ended, so the table of waiting orders still has the order.
    expect(works.has('one')).toBe(true);
    expect([...table.rows]).toEqual([['one', 5n]]);
    await end('one');
    await until(() => table.rows.size === 0);
    await stop();
  });

  test('are written before any checkpoint moves past them, whoever writes them', async () => {
    offer('one', 1n);
    let write: () => void = () => undefined;
    table.writing = () =>
      new Promise((resolve) => {
        write = resolve;
      });
    const first = orders.noteAll();
    await turn();
    let isSecondDone = false;
    const second = orders.noteAll().then(() => {
      isSecondDone = true;
    });
    await turn();
    expect(isSecondDone).toBe(false);
    write();
    await Promise.all([first, second]);
    expect([...table.rows]).toEqual([['one', 1n]]);
    await end('one');
    await stop();
  });

  test('are written by the next one if a writing fails', async () => {
    offer('one', 1n);
    table.writing = () => Promise.reject(new Error('away'));
    const first = orders.noteAll();
    const second = orders.noteAll();
    await expect(first).rejects.toThrow('away');
    await expect(second).rejects.toThrow('away');
    table.writing = () => Promise.resolve();
    await orders.noteAll();
    expect([...table.rows]).toEqual([['one', 1n]]);
    await end('one');
    await stop();
  });

  test('are taken off if they are done while they are written', async () => {
    offer('one', 1n);
    let write: () => void = () => undefined;
    table.writing = () =>
      new Promise((resolve) => {
        write = resolve;
      });
    const noting = orders.noteAll();
    await turn();
    await end('one');
    write();
    await noting;
    await until(() => table.rows.size === 0);
    await stop();
  });

  test('that are asked again later stand in the table, and are not in hand', async () => {
    offer('one', 3n);
    const doubt: Doubt = { reason: 'connection', message: 'Lost.' };
    await end('one', doubt);
    expect([...table.rows]).toEqual([['one', 3n]]);
    await orders.noteAll();
    expect(table.written).toEqual([]);
    await stop();
  });

  test('and broken off by a stop are written if the checkpoint still moves', async () => {
    offer('one', 1n);
    ending.abort();
    await end('one');
    await orders.noteAll();
    expect([...table.rows]).toEqual([['one', 1n]]);
    await stop();
    expect([...table.rows]).toEqual([['one', 1n]]);
  });

  test('are found in the table if a repeated part of the log takes them back to an earlier event', async () => {
    for (let at = 1n; at <= 160n; at += 1n) offer(`at work ${at}`, at);
    offer('one', 900n);
    await orders.noteAll();
    // After a failure the log is read again from the checkpoint, so the order's event at position
    // 800 comes again. The event at 900 is only in the table of waiting orders. The order must stay
    // in this table when the call to the gateway for the event at 800 ends.
    offer('one', 800n);
    await end('at work 1');
    await end('one');
    table.isDue = true;
    await until(async () => {
      for (const orderId of works.keys()) await end(orderId);
      return table.rows.size === 0;
    });
    await stop();
  });

  test('are fewer at the gateway at once after it said that it is asked too often', async () => {
    for (let at = 1n; at <= 400n; at += 1n) offer(`order ${at}`, at, `store ${at}`);
    expect(works.size).toBe(200);
    await end('order 1', { reason: 'rate-limited', message: 'Too many requests.' });
    // The rate-limit answer halves the limit of 200 orders. The 160 orders below are still more
    // than the new limit, so no waiting order has replaced an order that ended.
    for (let at = 2; at <= 40; at += 1) await end(`order ${at}`);
    expect(works.size).toBe(160);
    await until(async () => {
      for (const orderId of works.keys()) await end(orderId);
      return table.rows.size <= 1 && works.size === 0;
    });
  });

  test('come up in the table again if the log took their room while they were looked for', async () => {
    let search: () => void = () => undefined;
    let isSearching = false;
    table.searching = () => {
      isSearching = true;
      return new Promise((resolve) => {
        search = resolve;
      });
    };
    table.rows.set('waiting', 1n);
    table.isDue = true;
    await until(() => isSearching);
    for (let at = 2n; offer(`of the log ${at}`, at); at += 1n);
    table.searching = () => Promise.resolve();
    search();
    await turn();
    expect(works.has('waiting')).toBe(false);
    // The order that waits in the table gets its turn when the calls to the gateway for the other
    // orders end.
    await until(async () => {
      for (const orderId of works.keys()) await end(orderId);
      return table.rows.size === 0;
    });
    await stop();
  });
});

describe('the share of a store', () => {
  const flood = (): bigint => {
    let position = 1n;
    while (offer(`flood ${position}`, position)) position += 1n;
    return position;
  };

  test('leaves room for the other stores, at the gateway and in memory', () => {
    const refused = flood();
    expect(works.size).toBe(160);
    expect(refused).toBe(1n + 160n + 1_600n);
    expect(offer('other', 5_000n, 'store-b')).toBe(true);
    expect(works.has('other')).toBe(true);
    ending.abort();
  });

  test('becomes the same for two stores as the orders of the first end', async () => {
    flood();
    for (let at = 1n; at <= 400n; at += 1n) offer(`other ${at}`, at, 'store-b');
    const atWork = (store: string): string[] =>
      [...works.keys()].filter((orderId) => orderId.startsWith(store));
    expect(atWork('other')).toHaveLength(32);
    for (let ended = 0; ended < 100; ended += 1) await end(atWork('flood')[0] ?? '');
    expect([atWork('flood').length, atWork('other').length]).toEqual([88, 91]);
    ending.abort();
  });

  test('leaves room for orders from the table while the log brings more of two stores than fit', async () => {
    const floodOf = (store: string): void => {
      for (let at = 1n; offer(`${store} ${at}`, at, store); at += 1n);
    };
    floodOf('store-a');
    floodOf('store-b');
    table.rows.set('waiting', 1n);
    table.stores.set('waiting', 'store-c');
    table.isDue = true;
    await until(() => works.has('waiting'));
    ending.abort();
  });

  test('is refused without a loss: an order that waits already is taken again', () => {
    flood();
    expect(offer('flood 300', 9_000n)).toBe(true);
    expect(offer('new', 9_001n)).toBe(false);
    ending.abort();
  });
});
