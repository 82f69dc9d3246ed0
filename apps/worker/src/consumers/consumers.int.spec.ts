import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { usePostgres } from '../../../../test/support/postgres.js';
import { ConsumerMetrics } from '../metrics/work-metrics.js';
import {
  CheckpointMoved,
  consumerMigrations,
  endCheckpointsAt,
  PostgresCheckpoint,
} from './postgres-checkpoint.js';

const postgres = usePostgres(consumerMigrations);

describe('a checkpoint in PostgreSQL', () => {
  test('is unknown at first, and then where it was saved', async () => {
    const checkpoint = new PostgresCheckpoint(postgres.pool, 'one');
    expect(await checkpoint.load()).toBeUndefined();
    await checkpoint.save({ after: -1n, position: 9_007_199_254_740_993n });
    await checkpoint.save({ after: 9_007_199_254_740_993n, position: 9_007_199_254_740_999n });
    expect(await checkpoint.load()).toBe(9_007_199_254_740_999n);
    expect(await new PostgresCheckpoint(postgres.pool, 'other').load()).toBeUndefined();
  });

  test('does not move for a worker that believes it elsewhere', async () => {
    const checkpoint = new PostgresCheckpoint(postgres.pool, 'one');
    await checkpoint.save({ after: -1n, position: 7n });
    await expect(checkpoint.save({ after: 3n, position: 5n })).rejects.toThrow(CheckpointMoved);
    expect(await checkpoint.load()).toBe(7n);
  });

  test('is set back to the end of an older log', async () => {
    const [behind, ahead] = ['one', 'other'].map(
      (name) => new PostgresCheckpoint(postgres.pool, name),
    );
    await behind!.save({ after: -1n, position: 7n });
    await ahead!.save({ after: -1n, position: 70n });
    await endCheckpointsAt(postgres.pool, 20n);
    expect([await behind!.load(), await ahead!.load()]).toEqual([7n, 20n]);
  });
});

test('the lag of each consumer is a figure, and absent while it cannot be read', async () => {
  const registry = new Registry();
  const metrics = new ConsumerMetrics(registry);
  let isAway = false;
  metrics.watch({
    name: 'gateway',
    lag: () =>
      isAway ? Promise.reject(new Error('away')) : Promise.resolve({ events: 3, seconds: 1.5 }),
  });
  const text = await registry.metrics();
  expect(text).toContain('ledger_consumer_lag_events{consumer="gateway"} 3');
  expect(text).toContain('ledger_consumer_lag_seconds{consumer="gateway"} 1.5');
  isAway = true;
  expect(await registry.metrics()).not.toContain('gateway');
});
