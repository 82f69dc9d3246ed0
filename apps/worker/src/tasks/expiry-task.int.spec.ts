import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { EventStoreUnavailable, OrderRepository, connectEventStore } from '#event-log';
import { readModelMigrations } from '#read-models';
import type { DueOrder } from '#read-models';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { WorkerSession } from '../leadership/worker-session.js';
import { defaultPace } from '../worker-options.js';
import { ExpiryTask, OrderExpiry } from './expiry-task.js';
const postgres = usePostgres(readModelMigrations);
const logger = pino({ level: 'silent' });
/** A session without a connection, because the expiry task does not use the session. */
const session = Object.create(WorkerSession.prototype) as WorkerSession;

const orderId = (place: number): string => `00000000-0000-4000-8000-00000000000${place}`;
const dueOrders = async (count: number): Promise<void> => {
  await postgres.pool.query(
    `INSERT INTO orders SELECT ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'demo-se', n, 'SEK', 'B2C',
       'invoice', 'SE', NULL, 'request', now(), '2025-01-01', 'NotActivated', 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, n, '[]'
     FROM generate_series(1, $1) n`,
    [count],
  );
};

/** Notes which orders it is asked to expire, and fails for the first of them. */
class FirstFails extends OrderExpiry {
  readonly asked: string[] = [];

  constructor(private readonly failure: Error) {
    super(new OrderRepository(connectEventStore('esdb://127.0.0.1:1?tls=false')), logger);
  }

  override async expire(order: DueOrder): Promise<void> {
    this.asked.push(order.orderId);
    await Promise.resolve();
    if (order.orderId === orderId(1)) throw this.failure;
  }
}

/** Runs the expiry task, with two orders in each search, until `enough` returns true. */
const expiring = async (expiry: FirstFails, enough: () => boolean): Promise<void> => {
  const pace = { ...defaultPace, expiryMs: 10, expiryBatch: 2 };
  const ending = new AbortController();
  const performed = new ExpiryTask(postgres.pool, expiry, pace, logger).perform(
    session,
    ending.signal,
  );
  await until(enough).finally(() => {
    ending.abort();
  });
  await performed;
};

test('an order that cannot be expired does not keep those behind it from expiring', async () => {
  await dueOrders(5);
  const expiry = new FirstFails(new Error('unreadable'));

  await expiring(expiry, () => expiry.asked.length >= 5);

  expect(expiry.asked.slice(0, 5)).toEqual([1, 2, 3, 4, 5].map(orderId));
});

test('the search starts over when the event store is away', async () => {
  await dueOrders(5);
  const expiry = new FirstFails(new EventStoreUnavailable('away'));

  await expiring(expiry, () => expiry.asked.length >= 4);

  expect(expiry.asked.slice(0, 4)).toEqual([1, 2, 1, 2].map(orderId));
});
