import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { pino } from 'pino';
import { connectEventStore, UnreadableEvent } from '#event-log';
import { verifyLog } from '#evidence';
import { OrderQueries, ReadModelRebuild, SettlementQueries, compareWithFold } from '#read-models';
import { damagedStreams, projectionStatus, readModelMigrations } from '#read-models';
import type { LedgerProcess } from '#runtime';
import { usePostgres } from '../../../test/support/postgres.js';
import { until } from '../../../test/support/until.js';
import { rebuildReadModels, runWorker } from './main.js';
import { TestLog } from './testing/test-log.js';

const postgres = usePostgres(readModelMigrations);
const pace = {
  standbyMs: 20,
  idleMs: 50,
  expiryMs: 20,
  expiryBatch: 3,
  statementMs: 20,
  cutMs: 50,
  tidyMs: 20,
  firstPauseMs: 20,
};

let log: TestLog;
let workers: LedgerProcess[];
let lines: { level: number; msg: string }[];

beforeEach(async () => {
  log = await TestLog.start();
  workers = [];
  lines = [];
});

afterEach(async () => {
  await Promise.all(workers.map(async (worker) => worker.stop()));
  await log.remove();
});

const options = () => ({
  databaseUrl: postgres.url,
  eventStoreUrl: log.url,
  secretKey: new Uint8Array(32).fill(7),
  pace,
  logger: pino(
    { level: 'info' },
    { write: (line: string) => lines.push(JSON.parse(line) as (typeof lines)[number]) },
  ),
});

const start = async (): Promise<LedgerProcess> => {
  const worker = await runWorker(options());
  workers.push(worker);
  return worker;
};

const queries = (): OrderQueries => new OrderQueries(postgres.pool);
const reached = async (position: bigint): Promise<void> =>
  until(async () => (await queries().position()) >= position);

/** Expects the read model to show each order with the state that the events of its stream give. */
const expectFolds = async (): Promise<void> => {
  for (const orderId of log.orderIds) {
    const view = await queries().find(orderId);
    const loaded = await log.orders.load(orderId);
    if (view === undefined || loaded === undefined) throw new Error(`Order ${orderId} is missing`);
    expect(compareWithFold(view, loaded.order)).toEqual([]);
    expect(view.position).toBe(loaded.position);
  }
};

describe('a worker', () => {
  test('shows what was in the log before it, and what comes after', async () => {
    const before = await log.register('before');
    await start();
    await reached(await log.capture(before, 9_500));
    const after = await log.register('after');
    await reached(await log.capture(after, 100));

    await expectFolds();
  });

  test('goes on after PostgreSQL ended its connections', async () => {
    await start();
    const order = await log.register('order');
    await reached(await log.capture(order, 100));
    await postgres.endConnections();

    await reached(await log.capture(order, 100));

    await expectFolds();
  });

  test('goes on after the event store was away', async () => {
    await start();
    const order = await log.register('order');
    await reached(await log.capture(order, 100));
    await log.stopNode();
    await log.startNode();

    await reached(await log.capture(order, 100));

    await expectFolds();
  });

  test('is replaced by its standby when it stops', async () => {
    const first = await start();
    const order = await log.register('order');
    await reached(await log.capture(order, 100));
    await start();
    await first.stop();

    await reached(await log.capture(order, 100));

    await expectFolds();
  });

  test('leaves no connection behind when it has stopped', async () => {
    const worker = await start();
    await reached(await log.capture(await log.register('order'), 100));

    await worker.stop();

    await worker.closed;
    // PostgreSQL's server process may live for a moment after its connection has ended.
    await until(async () => {
      const { rowCount } = await postgres.pool.query(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND application_name LIKE 'ledger worker%'`,
      );
      return rowCount === 0;
    });
  });

  test('deletes what a rebuild that was killed left behind, and nothing of one under way', async () => {
    await start();
    const { pool } = postgres;
    const shadow = async (): Promise<boolean> => {
      const { rows } = await pool.query("SELECT to_regnamespace('public_rebuild') AS shadow");
      return (rows[0] as { shadow: string | null }).shadow !== null;
    };
    const rebuild = await ReadModelRebuild.begin({ connectionString: postgres.url });
    expect(await shadow()).toBe(true);
    // The cleanup leaves tables alone while somebody holds the rebuild's lock: after the worker's
    // next search for such tables they still exist.
    await pool.query('CREATE TABLE public_rebuild.left_behind ()');
    const looks = async (): Promise<number> => {
      const { rows } = await pool.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE '%pg_try_advisory_lock%' AND application_name = 'ledger worker'",
      );
      return rows[0]?.n ?? 0;
    };
    await until(async () => (await looks()) > 0);
    expect(await shadow()).toBe(true);
    await postgres.endConnections("application_name = 'ledger rebuild'");
    await until(async () => !(await shadow()));
    await rebuild.end();
  });

  test('sets aside what it cannot read, says so, and goes on with everything else', async () => {
    await start();
    await reached(await log.capture(await log.register('order'), 100));
    const client = EventStoreDBClient.connectionString(log.url);
    await client.appendToStream('order-foreign', jsonEvent({ type: 'Nonsense', data: {} }));
    await client.dispose();

    await reached(await log.capture(await log.register('later'), 100));

    await expectFolds();
    expect(await damagedStreams(postgres.pool, { limit: 10 })).toMatchObject([
      { streamId: 'order-foreign', revision: 0n, eventType: 'Nonsense' },
    ]);
    expect(lines.filter(({ level }) => level >= 50)).toMatchObject([
      { streamId: 'order-foreign', msg: expect.stringContaining('damaged') },
    ]);
  });

  test('states no settlement of a store while an order of it is damaged, and says why', async () => {
    const orderId = await log.register('order');
    await log.capture(orderId, 9_500);
    const client = EventStoreDBClient.connectionString(log.url);
    await client.appendToStream(`order-${orderId}`, jsonEvent({ type: 'Nonsense', data: {} }));
    await client.dispose();
    await start();

    const refused = async (): Promise<boolean> => {
      const { rows } = await postgres.pool.query<{ detail: string }>(
        'SELECT detail FROM settlement_problems',
      );
      return rows.some(({ detail }) => detail.includes(`order-${orderId}`));
    };
    await until(refused);

    await expect(log.capture(orderId, 100)).rejects.toThrow(UnreadableEvent);
    const page = await new SettlementQueries(postgres.pool).list(
      { stores: ['demo-se'] },
      { limit: 1 },
    );
    expect(page.settlements.filter(({ totals }) => totals !== undefined)).toEqual([]);
  });

  test('does nothing with a log that has lost what the read models show, or is another', async () => {
    const worker = await start();
    await reached(await log.capture(await log.register('order'), 100));
    await worker.stop();
    await log.stopNode();
    await log.empty();
    await log.startNode();
    const before = await queries().position();
    await start();

    const mismatch = (): boolean => lines.some(({ msg }) => msg.includes('will try again'));
    await until(mismatch);

    expect(await queries().position()).toBe(before);
    expect(await log.streams()).toEqual([]);
    await rebuildReadModels(options());
    await reached(await log.capture(await log.register('anew'), 100));
  });

  test('settles a period that is over, once, and goes on where another was killed', async () => {
    await start();
    await reached(await log.capture(await log.register('order'), 9_500));
    const settlements = new SettlementQueries(postgres.pool);
    const stated = async () => {
      const page = await settlements.list({ stores: ['demo-se'] }, { limit: 10 });
      return page.settlements.filter(({ totals }) => totals !== undefined);
    };
    await until(async () => (await stated()).length === 1);

    await Promise.all(workers.splice(0).map(async (worker) => worker.stop()));
    const later = await log.capture(await log.register('later'), 19_000);
    await start();
    await start();
    await reached(later);
    await until(async () => (await settlements.unsettled()).length === 1);

    // The second capture arrived after its period had been settled, so it waits for the end of the
    // next period.
    expect(await stated()).toMatchObject([
      { number: 1, reason: 'schedule', timeZone: 'UTC', totals: { captured: 9_500, lines: 1 } },
    ]);
    expect(await settlements.unsettled()).toMatchObject([{ cuts: 1, currency: 'SEK' }]);
  });
});

describe('sealing', () => {
  const sealing = { ...pace, sealEvents: 3, sealMs: 200, sealCheckMs: 20 };
  const verify = async () => {
    const store = connectEventStore(log.url);
    try {
      const end = (await store.lastPosition()) ?? -1n;
      return await verifyLog({ log: store, end });
    } finally {
      await store.dispose();
    }
  };
  /**
   * Waits until seals (hashes over the log) cover all events up to the end of the log, including
   * the event at this position. Then verifies all seals.
   */
  const sealed = async (position: bigint): Promise<void> => {
    let verified = await verify();
    await until(async () => {
      verified = await verify();
      return verified.sealedTo >= position && verified.unsealedEvents === 0;
    });
    expect(verified).toMatchObject({ ok: true });
  };

  test('goes on from the last seal when another worker takes over, and when the store was away', async () => {
    const first = await runWorker({ ...options(), pace: sealing });
    workers.push(first);
    const order = await log.register('order');
    for (let made = 0; made < 5; made += 1) await log.capture(order, 100);
    await sealed(await log.capture(order, 100));
    workers.push(await runWorker({ ...options(), pace: sealing }));
    await first.stop();
    await sealed(await log.capture(order, 100));
    await log.stopNode();
    await log.startNode();
    await sealed(await log.capture(order, 100));
    const { seals } = await verify();
    await until(() => lines.filter(({ msg }) => msg === 'the log is sealed').length >= seals);
  });
});

describe('freshness', () => {
  const staleSeconds = async (): Promise<number | undefined> =>
    (await projectionStatus(postgres.pool)).staleSeconds;

  test('is unknown until the end of the log was reached', async () => {
    expect(await staleSeconds()).toBeUndefined();
  });

  test('is renewed while the log is quiet, also an empty one', async () => {
    await start();
    await until(async () => (await staleSeconds()) !== undefined);
    const first = (await projectionStatus(postgres.pool)).freshAt!;

    await until(async () => (await projectionStatus(postgres.pool)).freshAt! > first);
  });

  test('is not renewed while nobody can know, because the event store is away', async () => {
    await start();
    await until(async () => (await staleSeconds()) !== undefined);
    await log.stopNode();
    // The worker may have begun to mark the read models as fresh before the event store stopped. So
    // the test waits until that mark has been written.
    await until(async () => ((await staleSeconds()) ?? 0) > 0.5);
    const { freshAt } = await projectionStatus(postgres.pool);

    await until(async () => ((await staleSeconds()) ?? 0) > 1);

    expect((await projectionStatus(postgres.pool)).freshAt).toBe(freshAt);
  });
});

describe('expiry', () => {
  const at = '2025-01-01T12:00:00.000Z';
  const passed = { at, expiresAt: '2025-02-01T12:00:00.000Z' };
  const statusOf = async (orderId: string): Promise<string | undefined> =>
    (await log.orders.load(orderId))?.order.balance.status;

  test('is recorded once for every order with something left, in whatever batches', async () => {
    const due = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => log.register(`due-${index}`, passed)),
    );
    const young = await log.register('young');
    await start();
    await start();

    await until(async () =>
      (await Promise.all(due.map(statusOf))).every((status) => status === 'Expired'),
    );
    await until(async () => (await queries().find(due[7]!))?.status === 'Expired');

    const revisions = await Promise.all(
      due.map(async (orderId) => (await log.orders.load(orderId))?.order.revision),
    );
    expect(revisions).toEqual(due.map(() => 2));
    expect(await statusOf(young)).toBe('NotActivated');
    expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
  });
});
