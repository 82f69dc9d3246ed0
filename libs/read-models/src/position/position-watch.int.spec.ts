import { afterEach, describe, expect, test } from '@jest/globals';
import { Pool } from 'pg';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { readModelMigrations } from '../index.js';
import { emptyReadModels } from '../testing/empty-read-models.js';
import { register } from '../testing/commands.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { useProjection } from '../testing/use-projection.js';
import { PositionWatchStopped, TooManyWaitingForPosition } from './position-waiters.js';
import { PositionWatch, type PositionWatchOptions } from './position-watch.js';
const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);
const long = 15_000;
/**
 * A polling interval in milliseconds that is longer than any test, so that only notifications
 * count.
 */
const never = 1_000_000;
const onlyListening: PositionWatchOptions = { pollMs: { listening: never, deaf: never } };

const log = new RecordedLog().accept(
  register({ orderNumber: '1' }),
  register({ orderNumber: '2' }),
  register({ orderNumber: '3' }),
);
const [first, second, third] = [log.page(0, 2), log.page(2, 4), log.page(4, 6)];

const watches: PositionWatch[] = [];
afterEach(async () => {
  await Promise.all(watches.splice(0).map(async (watch) => watch.stop()));
});

const watching = (options?: PositionWatchOptions, pool = postgres.pool): PositionWatch => {
  const watch = new PositionWatch(pool, options);
  watches.push(watch);
  return watch;
};

const started = async (options?: PositionWatchOptions): Promise<PositionWatch> => {
  const watch = watching(options);
  watch.start();
  const reads = Number(await stored());
  await until(async () => (await listeners()) > 0 && Number(watch.reached) === reads);
  return watch;
};

const stored = async (): Promise<string> => {
  const { rows } = await postgres.pool.query<{ position: string }>(
    'SELECT position FROM projection',
  );
  return rows[0]!.position;
};

/**
 * Number of connections that are ready to hear positions: after LISTEN, the last statement of such
 * a connection reads the position.
 */
const listeners = async (): Promise<number> => {
  const { rows } = await postgres.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'ledger position watch'
       AND query LIKE 'SELECT position%' AND state = 'idle'`,
  );
  return rows[0]!.count;
};

describe('a wait for a position', () => {
  test('ends at once if it is reached already', async () => {
    await (await projector()).projection.apply(first);
    const watch = await started(onlyListening);

    expect(await watch.waitFor(first.position, long)).toBe(first.position);
    expect(await watch.waitFor(-1n, 0)).toBe(first.position);
  });

  test('ends when a page that reaches it is committed', async () => {
    const { projection } = await projector();
    const watch = await started(onlyListening);
    const waits = [watch.waitFor(0n, long), watch.waitFor(second.position, long)];

    await projection.apply(first);
    expect(await waits[0]).toBe(first.position);
    await projection.apply(second);
    expect(await waits[1]).toBe(second.position);
  });

  test('ends with what is reached when its time is over', async () => {
    await (await projector()).projection.apply(first);
    const watch = await started();

    expect(await watch.waitFor(second.position, 20)).toBe(first.position);
  });

  test('is refused when too many wait, and is not when they have gone', async () => {
    const watch = await started({ ...onlyListening, waitersMax: 2 });
    const waits = [watch.waitFor(1n, 50), watch.waitFor(1n, 50)];

    await expect(watch.waitFor(1n, long)).rejects.toThrow(TooManyWaitingForPosition);

    await Promise.all(waits);
    expect(await watch.waitFor(1n, 1)).toBe(-1n);
  });

  test('fails when the watch stops, before or after it began, unless the position is reached', async () => {
    await (await projector()).projection.apply(first);
    const watch = await started(onlyListening);
    const refused = expect(watch.waitFor(second.position, long)).rejects.toThrow(
      PositionWatchStopped,
    );

    await watch.stop();

    await refused;
    await expect(watch.waitFor(second.position, long)).rejects.toThrow(PositionWatchStopped);
    expect(await watch.waitFor(first.position, long)).toBe(first.position);
  });
});

describe('the watch', () => {
  test('hears nothing of a page that was rolled back', async () => {
    const { projection } = await projector();
    const watch = await started(onlyListening);
    await expect(projection.apply(second)).rejects.toThrow();

    await projection.apply(first);
    await until(() => watch.reached === first.position);
  });

  test('falls back when the read models are emptied', async () => {
    await (await projector()).projection.apply(first);
    const watch = await started(onlyListening);

    await emptyReadModels(postgres.pool);

    await until(() => watch.reached === -1n);
  });

  test('knows before it listens, by polling', async () => {
    await (await projector()).projection.apply(first);
    const watch = watching({ pollMs: { listening: never, deaf: 10 } });

    expect(await watch.waitFor(first.position, long)).toBe(first.position);
  });

  test('learns by polling what it does not hear', async () => {
    const { projection } = await projector();
    const watch = await started({ pollMs: { listening: 20, deaf: never } });
    await projection.apply(first);
    await until(() => watch.reached === first.position);
    const wait = watch.waitFor(second.position, long);

    await postgres.pool.query('UPDATE projection SET position = $1', [second.position]);

    expect(await wait).toBe(second.position);
  });

  test('listens again after its connection was lost, and missed nothing', async () => {
    const { projection } = await projector();
    const watch = await started(onlyListening);
    const wait = watch.waitFor(third.position, long);
    await postgres.endConnections(`application_name = 'ledger position watch'`);
    await projection.apply(first);
    await projection.apply(second);

    await until(async () => (await listeners()) > 0 && watch.reached === second.position);
    await projection.apply(third);

    expect(await wait).toBe(third.position);
  });

  test('does without PostgreSQL until it is there', async () => {
    const pool = new Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 500 });
    const watch = watching({ pollMs: { listening: 10, deaf: 10 } }, pool);
    watch.start();

    expect(await watch.waitFor(0n, 100)).toBe(-1n);

    await pool.end();
  });
});
