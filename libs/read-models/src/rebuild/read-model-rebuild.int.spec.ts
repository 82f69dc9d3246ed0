import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { personalDataMigrations } from '#personal-data';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';
import type { LedgerProjection } from '../projection/ledger-projection.js';
import { noCustomers } from '../tables/order-customers.js';
import type { ProjectionPage } from '../projection/projection-page.js';
import { aHistory } from '../testing/a-history.js';
import { register } from '../testing/commands.js';
import { emptyReadModels } from '../testing/empty-read-models.js';
import { loadAll } from '../testing/load-all.js';
import { readTables } from '../testing/read-tables.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { expectFolds, useProjection } from '../testing/use-projection.js';
import { ReadModelRebuild } from './read-model-rebuild.js';
import { ShadowLoad } from './shadow-load.js';

const postgres = usePostgres(personalDataMigrations, readModelMigrations);
const projector = useProjection(postgres);
const pause = () => Promise.resolve();

const aPage = (): ProjectionPage => {
  const log = new RecordedLog();
  log.submit(register());
  return log.page();
};

/**
 * The parameters of a rebuild: how much of the log is bulk-loaded, how much is followed afterwards,
 * the number of parallel loads, and the limit of rows in memory.
 */
const aRebuild = fc.record({
  pageSize: fc.integer({ min: 1, max: 20 }),
  heldRowsMax: fc.constantFrom(0, 5, 20, 1_000),
  parts: fc.integer({ min: 1, max: 3 }),
  loaded: fc.double({ min: 0, max: 1, noNaN: true }),
  followed: fc.double({ min: 0, max: 1, noNaN: true }),
});

type Rebuild = typeof aRebuild extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * Rebuilds the read models while a worker applies events. After the switch, the worker continues
 * after the newest event that it applied itself, although the rebuilt tables already have later
 * events. So the worker applies events that the rebuild has already applied.
 */
const rebuildBeside = async (
  log: RecordedLog,
  live: LedgerProjection,
  { pageSize, heldRowsMax, parts, loaded, followed }: Rebuild,
): Promise<void> => {
  const all = log.events.length;
  const loadedTo = Math.round(all * loaded);
  const followedTo = loadedTo + Math.round((all - loadedTo) * followed);
  const pages = (from: number, to: number) =>
    Array.from({ length: Math.ceil((to - from) / pageSize) }, (_, index) =>
      log.page(from + index * pageSize, Math.min(to, from + (index + 1) * pageSize)),
    );
  const rebuild = await ReadModelRebuild.begin({ connectionString: postgres.url });
  try {
    await loadAll(postgres.url, pages(0, loadedTo), { heldRowsMax, parts });
    for (const page of pages(0, loadedTo)) await live.apply(page);
    await rebuild.index(pages(0, loadedTo).at(-1)?.position ?? -1n);
    for (const page of pages(loadedTo, followedTo)) await rebuild.follow(page);
    const catchUp = async (): Promise<void> => {
      for (const page of pages(followedTo, all)) await rebuild.follow(page);
    };
    const endOfLog = (): Promise<bigint> => Promise.resolve(-1n);
    await rebuild.switch({ catchUp, endOfLog, pause });
    for (const page of pages(loadedTo, all)) await live.apply(page);
  } finally {
    await rebuild.end();
  }
};

describe('a rebuild', () => {
  test('ends loads that were left to themselves', async () => {
    const connection = { connectionString: postgres.url };
    const first = await ReadModelRebuild.begin(connection);
    const load = await ShadowLoad.open(connection, { heldRowsMax: 1, customers: noCustomers });
    await first.end();
    await expect(load.apply(aPage()).then(async () => load.finish())).rejects.toThrow();
    await load.end();
  });

  test('that is cancelled ends a load that waits for somebody', async () => {
    const connection = { connectionString: postgres.url };
    const rebuild = await ReadModelRebuild.begin(connection);
    const load = await ShadowLoad.open(connection, { heldRowsMax: 1, customers: noCustomers });
    const other = await postgres.pool.connect();
    await other.query('BEGIN; LOCK TABLE public_rebuild.orders, public_rebuild.search_texts');
    const loading = load.apply(aPage()).then(async () => load.finish());
    const failed = expect(loading).rejects.toThrow();
    await rebuild.cancel();
    await failed;
    await other.query('ROLLBACK');
    other.release();
    await load.end();
    await rebuild.end();
  });

  test('of any history gives the rows of the projection, wherever it is cut', async () => {
    const { projection } = await projector();
    await fc.assert(
      fc.asyncProperty(aHistory, aRebuild, async (log, rebuild) => {
        await emptyReadModels(postgres.pool);
        for (const page of log.pages(7)) await projection.apply(page);
        const expected = await readTables(postgres.pool);
        await emptyReadModels(postgres.pool);

        await rebuildBeside(log, projection, rebuild);

        expect(await readTables(postgres.pool)).toEqual(expected);
        await expectFolds(postgres, log);
      }),
      { numRuns: 25 },
    );
  });
});
