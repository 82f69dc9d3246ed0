import { describe, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { CheckoutBacklog } from './checkout-backlog.js';
import { GatewayBacklog, gatewayMigrations, type NotedOrder } from './gateway-backlog.js';

const postgres = usePostgres(gatewayMigrations);

const ordersOf = (storeId: string, count: number): NotedOrder[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ orderId: `${storeId} ${index}`, storeId, position: BigInt(index) },
  }));

/** The number of rows of each store. */
const counts = (rows: readonly { readonly storeId: string }[]): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const { storeId } of rows) found[storeId] = (found[storeId] ?? 0) + 1;
  return found;
};

const nobody = { orders: [], stores: [] };

const waitingSql = `SELECT FROM pg_stat_activity
  WHERE wait_event_type = 'Lock' AND datname = current_database()`;

/**
 * Runs a statement while another connection has locked a row by `lock`. Runs `check` on that
 * connection once the statement waits for the lock.
 */
const whileLocked = async (
  lock: string,
  statement: () => Promise<void>,
  check: string,
): Promise<void> => {
  const other = await postgres.pool.connect();
  try {
    await other.query(`BEGIN; SET LOCAL lock_timeout = '1s'; ${lock}`);
    const running = statement();
    await until(async () => (await postgres.pool.query(waitingSql)).rowCount === 1);
    await other.query(`${check}; COMMIT`);
    await running;
  } finally {
    other.release(true);
  }
};

const lockOrder = ({ orderId }: NotedOrder): string =>
  `SELECT FROM gateway.orders WHERE order_id = '${orderId}' FOR UPDATE`;

describe('the orders that are due at the gateway', () => {
  test('are of all stores, however many orders one of them has', async () => {
    const backlog = new GatewayBacklog(postgres.pool);
    await backlog.note(ordersOf('a', 3_000), 0);
    await backlog.note([...ordersOf('b', 1), ...ordersOf('c', 200), ...ordersOf('', 1)], 0);
    expect(counts(await backlog.due(400, nobody))).toEqual({ a: 100, b: 1, c: 100, '': 1 });
    expect(Object.values(counts(await backlog.due(2, nobody)))).toEqual([1, 1]);
  });

  test('are those of one store alone if no other has any', async () => {
    const backlog = new GatewayBacklog(postgres.pool);
    await backlog.note(ordersOf('a', 3_000), 0);
    await backlog.note(ordersOf('b', 10), 60);
    expect(counts(await backlog.due(400, nobody))).toEqual({ a: 400 });
  });

  test('leave out what the worker has in hand, and its crowded stores', async () => {
    const backlog = new GatewayBacklog(postgres.pool);
    const [first, second] = ordersOf('a', 2) as [NotedOrder, NotedOrder];
    await backlog.note([first, second, ...ordersOf('b', 5)], 0);
    const due = await backlog.due(10, { orders: [first.orderId], stores: ['b'] });
    expect(due).toEqual([{ ...second, attempts: 0 }]);
  });

  test('come at once for a new event that no worker has in memory, although they were postponed', async () => {
    const backlog = new GatewayBacklog(postgres.pool);
    const [order] = ordersOf('a', 1) as [NotedOrder];
    await backlog.postpone(order, { reason: 'contradiction', message: 'Look.' }, 600_000);
    expect(await backlog.due(10, nobody)).toEqual([]);
    const later = { ...order, position: 7n };
    await backlog.note([later], 0);
    expect(await backlog.due(10, nobody)).toMatchObject([{ ...later, attempts: 1 }]);
    // While a worker has the order in memory, `due` leaves it out until the worker's lease ends.
    await backlog.postpone(later, { reason: 'contradiction', message: 'Look.' }, 600_000);
    await backlog.note([{ ...order, position: 8n }], 60);
    expect(await backlog.due(10, nobody)).toEqual([]);
  });

  test('are locked in the order of their ids, so that two workers never wait for each other', async () => {
    const backlog = new GatewayBacklog(postgres.pool);
    const [first, second] = ordersOf('a', 2) as [NotedOrder, NotedOrder];
    const backwards = [second, first];
    const statements: readonly (() => Promise<void>)[] = [
      () => backlog.note(backwards, 0),
      () => backlog.resume(),
      () => backlog.finish(backwards),
    ];
    for (const statement of statements) {
      for (const order of backwards) {
        await backlog.postpone(order, { reason: 'connection', message: 'Lost.' }, 600_000);
      }
      // The statement waits for the first order, so it has not locked the second one.
      await whileLocked(lockOrder(first), statement, lockOrder(second));
    }
    expect(await backlog.due(10, nobody)).toEqual([]);
    expect(await backlog.status()).toMatchObject({ waiting: 0 });
  });

  test('may have texts that PostgreSQL does not store', async () => {
    const backlog = new GatewayBacklog(postgres.pool);
    const odd = { orderId: 'a\0', storeId: 'b\0', position: 1n };
    await backlog.note([odd], 0);
    expect(await backlog.due(10, { orders: ['a\0'], stores: [] })).toEqual([]);
    expect(await backlog.due(10, { orders: [], stores: ['b\0'] })).toEqual([]);
    await backlog.postpone(odd, { reason: 'connection', message: '\0' }, 0);
    expect(await backlog.due(10, nobody)).toMatchObject([{ orderId: 'a\uFFFD' }]);
    await backlog.finish([odd]);
    expect(await backlog.due(10, nobody)).toEqual([]);
  });

  test('keep the reason and the number of attempts, and learn the store', async () => {
    const backlog = new GatewayBacklog(postgres.pool);
    const [order] = ordersOf('', 1) as [NotedOrder];
    const known = { ...order, storeId: 'a', position: 7n };
    for (const tried of [order, known]) {
      await backlog.postpone(tried, { reason: 'connection', message: 'Lost.' }, 0);
    }
    expect(await backlog.due(10, nobody)).toEqual([
      { ...known, attempts: 2, reason: 'connection' },
    ]);
    await backlog.finish([order]);
    expect(await backlog.due(10, nobody)).toHaveLength(1);
    await backlog.finish([known]);
    expect(await backlog.due(10, nobody)).toEqual([]);
  });
});

test('the checkouts that are due are of all stores', async () => {
  const backlog = new CheckoutBacklog(postgres.pool);
  const begun = [...ordersOf('a', 500), ...ordersOf('b', 1)];
  await backlog.note(
    begun.map(({ orderId, storeId }) => ({ orderId, storeId, paymentIntent: `pi of ${orderId}` })),
    0,
  );
  const due = await backlog.due(100);
  expect(counts(due)).toEqual({ a: 50, b: 1 });
  for (const checkout of due) await backlog.postpone({ ...checkout, looks: 1 }, 60_000);
  expect(counts(await backlog.due(100))).toEqual({ a: 100 });
});

test('checkouts are locked in the order of their ids, so that two workers never wait for each other', async () => {
  const backlog = new CheckoutBacklog(postgres.pool);
  const backwards = ['pi_2', 'pi_1'].map((paymentIntent) => ({
    ...{ orderId: 'o', storeId: 'a', paymentIntent },
  }));
  const insert = (paymentIntent: string): string => `
    INSERT INTO gateway.checkouts (order_id, payment_intent, next_at)
    VALUES ('o', '${paymentIntent}', now())`;
  const lock = (paymentIntent: string): string => `
    SELECT FROM gateway.checkouts WHERE payment_intent = '${paymentIntent}' FOR UPDATE`;
  await whileLocked(insert('pi_1'), () => backlog.note(backwards, 0), insert('pi_2'));
  expect(await backlog.due(10)).toHaveLength(2);
  await whileLocked(lock('pi_1'), () => backlog.finish(backwards), lock('pi_2'));
  expect(await backlog.due(10)).toEqual([]);
});

test('a checkout may have texts that PostgreSQL does not store', async () => {
  const backlog = new CheckoutBacklog(postgres.pool);
  const odd = { orderId: 'a\0', storeId: 'b\0', paymentIntent: 'pi\0' };
  await backlog.note([odd], 0);
  await backlog.postpone({ ...odd, looks: 1 }, 0);
  expect(await backlog.due(100)).toMatchObject([{ looks: 1 }]);
  await backlog.finish([odd]);
  expect(await backlog.due(100)).toEqual([]);
});
