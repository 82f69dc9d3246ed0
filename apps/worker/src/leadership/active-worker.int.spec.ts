import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { defaultPace } from '../worker-options.js';
import { type WorkerTask } from '../worker-task.js';
import { pause } from '#runtime';
import { ActiveWorker, type LogIdentityCheck } from './active-worker.js';
import type { WorkerSession } from './worker-session.js';

const postgres = usePostgres();
const pace = { ...defaultPace, standbyMs: 10 };
const workers: ActiveWorker[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map(async (worker) => worker.beforeApplicationShutdown()));
});

/** A task that only counts how often it is performed. */
class Recorded implements WorkerTask {
  performed = 0;
  performing = 0;
  session: WorkerSession | undefined;
  end: () => void = () => undefined;
  failure: Error | undefined;

  async perform(session: WorkerSession, signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    this.session = session;
    this.end = () => {
      ended.abort();
    };
    this.performed += 1;
    this.performing += 1;
    await pause(60_000, AbortSignal.any([signal, ended.signal]));
    this.performing -= 1;
    if (this.failure !== undefined) throw this.failure;
  }
}

const start = (duties: readonly WorkerTask[], firstPauseMs = 10): ActiveWorker => {
  const logger = pino({ level: 'silent' });
  const rightLog = { assert: () => Promise.resolve() } as unknown as LogIdentityCheck;
  const worker = new ActiveWorker(
    postgres.url,
    duties,
    rightLog,
    { ...pace, firstPauseMs },
    logger,
  );
  workers.push(worker);
  worker.onApplicationBootstrap();
  return worker;
};

const backend = async ({ client }: WorkerSession): Promise<number> => {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]!.pid;
};

describe('of several workers', () => {
  test('one performs the duties, and another only when it has stopped', async () => {
    const [first, second] = [new Recorded(), new Recorded()];
    const active = start([first]);
    await until(() => first.performing === 1);
    start([second]);
    await until(async () => (await waiting()) === 1);
    expect(second.performed).toBe(0);

    await active.beforeApplicationShutdown();

    expect(first.performing).toBe(0);
    await until(() => second.performing === 1);
  });

  test('another takes over when the session of the active one dies', async () => {
    const [first, second] = [new Recorded(), new Recorded()];
    start([first], 60_000);
    await until(() => first.performing === 1);
    start([second]);
    await until(async () => (await waiting()) === 1);
    const lost = first.session!;

    await postgres.endConnections(`pid = ${await backend(lost)}`);

    await until(() => second.performing === 1 && first.performing === 0);
    expect(lost.lost.aborted).toBe(true);
    await expect(lost.client.query('SELECT 1')).rejects.toThrow();
  });

  test('one goes on, however often the active one dies', async () => {
    const duties = [new Recorded(), new Recorded(), new Recorded()];
    duties.forEach((duty) => start([duty]));
    for (let round = 1; round <= 5; round += 1) {
      await until(() => duties.reduce((sum, { performed }) => sum + performed, 0) === round);
      await until(() => duties.filter(({ performing }) => performing === 1).length === 1);
      const active = duties.find(({ performing }) => performing === 1)!;
      await postgres.endConnections(`pid = ${await backend(active.session!)}`);
    }
  });
});

describe('the active worker', () => {
  test('goes on by itself after PostgreSQL ended all connections', async () => {
    const duty = new Recorded();
    start([duty]);
    await until(() => duty.performing === 1);

    await postgres.endConnections();

    await until(() => duty.performed === 2 && duty.performing === 1);
  });

  test('stops the other duties when one fails, and begins again with all', async () => {
    const [failing, other] = [new Recorded(), new Recorded()];
    failing.failure = new Error('broken');
    start([failing, other]);
    await until(() => failing.performing === 1 && other.performing === 1);

    failing.end();

    await until(() => failing.performed === 2 && other.performed === 2);
    expect(other.performing).toBe(1);
  });
});

/** Number of standby workers, counted as open connections of workers that do not hold the lock. */
const waiting = async (): Promise<number> => {
  const { rows } = await postgres.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity a
     WHERE application_name = 'ledger worker session' AND datname = current_database()
       AND query LIKE '%try_advisory%'
       AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.pid = a.pid)`,
  );
  return rows[0]!.count;
};
