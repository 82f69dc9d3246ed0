import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { Client } from 'pg';
import { pino } from 'pino';
import { connectEventStore, EventStoreUnavailable } from '#event-log';
import { orderIdsOf } from '#event-log/offline';
import { OrderQueries, PositionWatch, ReadModelRebuild, RebuildRunning } from '#read-models';
import { compareWithFold, damagedStreams, readModelMigrations } from '#read-models';
import type { LedgerProcess } from '#runtime';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { rebuildReadModels, runWorker } from '../main.js';
import type { RebuildProgress } from '../main.js';
import { TestLog } from '../testing/test-log.js';

const postgres = usePostgres(readModelMigrations);
// The events of these tests have old dates, so the worker would at once seal the log (write a hash
// over it) and close a settlement. Both would move the position of the read models. These long
// intervals prevent that.
const pace = {
  standbyMs: 20,
  idleMs: 50,
  expiryMs: 20,
  firstPauseMs: 20,
  sealMs: 1e15,
  cutMs: 1e9,
};

let log: TestLog;
let worker: LedgerProcess | undefined;

beforeEach(async () => {
  log = await TestLog.start();
  worker = undefined;
});

afterEach(async () => {
  await worker?.stop();
  await log.remove();
});

const options = () => ({
  databaseUrl: postgres.url,
  eventStoreUrl: log.url,
  secretKey: new Uint8Array(32).fill(7),
  pace,
  logger: pino({ level: 'silent' }),
});

const queries = (): OrderQueries => new OrderQueries(postgres.pool);
const reached = async (position: bigint): Promise<void> =>
  until(async () => (await queries().position()) >= position);

/** Makes some orders with captures, and waits until the read model shows all of them. */
const filled = async (): Promise<string> => {
  worker = await runWorker(options());
  const orders = await Promise.all(['a', 'b', 'c'].map(async (number) => log.register(number)));
  for (const orderId of orders)
    for (const amount of [100, 9_500]) await log.capture(orderId, amount);
  await reached(await log.capture(orders[0]!, 5_000));
  return orders[0]!;
};

/** Expects the read model to show each order with the state that the events of its stream give. */
const expectFolds = async (): Promise<void> => {
  for (const orderId of log.orderIds) {
    const view = await queries().find(orderId);
    const loaded = await log.orders.load(orderId);
    if (view === undefined || loaded === undefined) throw new Error(`Order ${orderId} is missing`);
    expect(compareWithFold(view, loaded.order)).toEqual([]);
  }
};

const rowsOf = async (table: string): Promise<string[]> => {
  const { rows } = await postgres.pool.query<{ row: string }>(
    `SELECT t::text AS row FROM ${table} t ORDER BY 1`,
  );
  return rows.map(({ row }) => row);
};

/**
 * The rows of all tables except the checkpoint, which moves when the worker closes a settlement or
 * writes a seal (a hash over the log).
 */
const tables = async (): Promise<unknown> =>
  Promise.all([...['orders', 'captures', 'search_texts', 'applied_actions'].map(rowsOf)]);

/** The definitions of the tables: columns, indexes, constraints, settings. */
const definitions = async (): Promise<unknown> => {
  const { rows } = await postgres.pool.query(`
    SELECT c.relname, c.relkind, c.reloptions, pg_get_indexdef(c.oid) AS index_definition,
      (SELECT array_agg((attname, atttypid, attnotnull)::text ORDER BY attnum)
       FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0) AS columns,
      (SELECT array_agg(conname || ' ' || pg_get_constraintdef(oid) ORDER BY conname)
       FROM pg_constraint WHERE conrelid = c.oid) AS constraints
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1`);
  return rows;
};

const schemas = async (): Promise<string[]> => {
  const { rows } = await postgres.pool.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE '%rebuild%'`,
  );
  return rows.map(({ name }) => name);
};

const appendForeign = async (stream: string, count: number): Promise<void> => {
  const client = EventStoreDBClient.connectionString(log.url);
  const events = Array.from({ length: count }, () => jsonEvent({ type: 'Nonsense', data: {} }));
  await client.appendToStream(stream, events);
  await client.dispose();
};

describe('a rebuild', () => {
  test('without a worker gives the tables that a worker gives', async () => {
    await filled();
    await worker?.stop();
    const [before, made] = [await tables(), await definitions()];
    await postgres.pool.query(`UPDATE orders SET captured = 0; DELETE FROM captures`);

    const { position, events } = await rebuildReadModels(options());

    expect(await tables()).toEqual(before);
    expect(await definitions()).toEqual(made);
    expect(await schemas()).toEqual([]);
    expect(await queries().position()).toBe(position);
    expect(events).toBe(13);
    await expectFolds();
  });

  test('beside an active worker gives the same tables, and the worker goes on', async () => {
    const order = await filled();
    const before = await tables();
    await postgres.pool.query(`DELETE FROM search_texts`);

    await rebuildReadModels(options());

    expect(await tables()).toEqual(before);
    await reached(await log.capture(order, 100));
    await reached(await log.capture(await log.register('after'), 100));
    await expectFolds();
  });

  test('lets the old tables serve, and the worker move them, until it is done', async () => {
    const order = await filled();
    const watch = new PositionWatch(postgres.pool);
    watch.start();
    const seen: bigint[] = [];
    let captured: bigint | undefined;
    const onProgress = ({ step }: RebuildProgress): void => {
      if (step !== 'indexing') return;
      captured = 0n;
      void log.capture(order, 100).then((position) => {
        captured = position;
      });
    };
    const done = new AbortController();
    const rebuilding = rebuildReadModels({ ...options(), onProgress }).then(() => {
      done.abort();
    });
    let lowest = Infinity;
    while (!done.signal.aborted) {
      const view = await queries().find(order);
      lowest = Math.min(lowest, view?.revision ?? -1);
      seen.push(await queries().position());
    }
    await rebuilding;

    expect(lowest).toBeGreaterThanOrEqual(4);
    expect(seen).toEqual([...seen].sort((a, b) => (a < b ? -1 : 1)));
    await until(() => Promise.resolve(captured !== undefined && captured > 0n));
    expect(await watch.waitFor(captured!, 10_000)).toBeGreaterThanOrEqual(captured!);
    await watch.stop();
    await expectFolds();
  });

  test('while captures arrive gives what a second one gives in peace', async () => {
    const order = await filled();
    const enough = new AbortController();
    const capturing = (async () => {
      for (let count = 0; !enough.signal.aborted; count += 1) {
        await log.capture(order, 1);
        if (count % 5 === 0) await log.register(`more-${count}`);
      }
    })();
    for (let count = 0; count < 3; count += 1) await rebuildReadModels(options());
    enough.abort();
    await capturing;
    await reached(await log.capture(order, 1));
    await worker?.stop();
    const live = await tables();

    await expectFolds();
    await rebuildReadModels(options());

    expect(await tables()).toEqual(live);
  });

  test('tells how far it is', async () => {
    await filled();
    const told: RebuildProgress[] = [];

    await rebuildReadModels({ ...options(), onProgress: (progress) => told.push(progress) });

    expect(new Set(told.map(({ step }) => step))).toEqual(
      new Set(['loading', 'indexing', 'switching']),
    );
    expect(told.at(-1)).toMatchObject({ events: 13 });
    expect(told.at(-1)!.position).toBeGreaterThanOrEqual(told.at(-1)!.end);
  });

  test('of an empty log ends as well', async () => {
    const { position, events } = await rebuildReadModels(options());
    expect([position, events]).toEqual([-1n, 0]);
    expect(await queries().position()).toBe(position);
    expect(await queries().find(orderIdsOf(undefined).of('demo-se', 'any'))).toBeUndefined();
  });

  test('ends behind events of others at the end of the log', async () => {
    const order = await log.register('order');
    await appendForeign('statistics', 600);

    await rebuildReadModels(options());

    expect(await queries().find(order)).toBeDefined();
    await expectFolds();
  });

  test('does not take the position back to before events of others that were looked through', async () => {
    const order = await filled();
    await worker?.stop();
    await appendForeign('statistics', 300);
    const client = connectEventStore(log.url);
    const end = (await client.lastPosition()) ?? -1n;
    await client.dispose();
    await postgres.pool.query('UPDATE projection SET position = $1', [end]);

    await rebuildReadModels(options());

    expect(await queries().position()).toBe(end);
    worker = await runWorker(options());
    await reached(await log.capture(order, 100));
    await expectFolds();
  });

  test('sets aside an event that it cannot read, and one that only PostgreSQL refuses', async () => {
    await filled();
    await worker?.stop();
    await appendForeign('order-foreign', 1);
    const streams = async (): Promise<string[]> =>
      (await damagedStreams(postgres.pool, { limit: 10 })).map(({ streamId }) => streamId);

    await rebuildReadModels(options());
    await expectFolds();
    expect(await streams()).toEqual(['order-foreign']);

    // A table constraint that one order violates is an example of a fault that only PostgreSQL
    // notices.
    const [odd] = [...log.orderIds] as [string];
    await postgres.pool.query(`ALTER TABLE captures ADD CHECK (order_id <> '${odd}') NOT VALID`);
    await rebuildReadModels(options());
    expect(await streams()).toEqual([`order-${odd}`, 'order-foreign']);
    log.orderIds.delete(odd);
    await expectFolds();
  });

  test('follows a log that was taken back', async () => {
    await filled();
    await worker?.stop();
    await postgres.pool.query('UPDATE projection SET position = position + 1000000');

    const { position } = await rebuildReadModels(options());

    expect(await queries().position()).toBe(position);
    const client = connectEventStore(log.url);
    expect(position).toBeLessThanOrEqual((await client.lastPosition()) ?? -1n);
    await client.dispose();
  });
});

describe('a rebuild that fails leaves the tables as they are', () => {
  afterEach(async () => {
    expect(await schemas()).toEqual([]);
  });

  test('while the event store is away', async () => {
    await filled();
    await worker?.stop();
    const before = await tables();
    await log.stopNode();

    await expect(rebuildReadModels(options())).rejects.toThrow(EventStoreUnavailable);

    expect(await tables()).toEqual(before);
  });

  test.each(['loading', 'indexing', 'switching'] as const)('stopped while %s', async (step) => {
    await filled();
    const before = await tables();
    const stop = new AbortController();
    const onProgress = (progress: RebuildProgress): void => {
      if (progress.step === step) stop.abort(new Error('Stopped'));
    };

    const rebuilding = rebuildReadModels({ ...options(), signal: stop.signal, onProgress });

    await expect(rebuilding).rejects.toThrow('Stopped');
    expect(await tables()).toEqual(before);
  });

  test('when a release migrates them meanwhile', async () => {
    await filled();
    const before = await tables();
    const migrations: Promise<unknown>[] = [];
    const onProgress = ({ step }: RebuildProgress): void => {
      if (step !== 'indexing') return;
      migrations.push(postgres.pool.query('CREATE INDEX by_currency ON orders (currency)'));
    };

    await expect(rebuildReadModels({ ...options(), onProgress })).rejects.toThrow('migrated');

    await Promise.all(migrations);
    expect(await tables()).toEqual(before);
  });

  test('stopped before it began', async () => {
    await log.register('order');
    const signal = AbortSignal.abort();

    await expect(rebuildReadModels({ ...options(), signal })).rejects.toThrow(/abort/i);
  });
});

describe('one rebuild at a time', () => {
  test('another is refused', async () => {
    await filled();
    const first = await ReadModelRebuild.begin({ connectionString: postgres.url });

    await expect(rebuildReadModels(options())).rejects.toThrow(RebuildRunning);

    await first.end();
    await rebuildReadModels(options());
  });

  test('what a killed one left behind is dropped', async () => {
    await filled();
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(`
      CREATE SCHEMA public_rebuild; CREATE TABLE public_rebuild.orders (LIKE orders);
      INSERT INTO public_rebuild.orders SELECT * FROM orders`);
    await client.end();

    await rebuildReadModels(options());

    expect(await schemas()).toEqual([]);
    await expectFolds();
  });
});
