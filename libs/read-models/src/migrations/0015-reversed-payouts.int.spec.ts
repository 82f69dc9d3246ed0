import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { personalDataMigrations } from '#personal-data';
import { migrate } from '#runtime';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';

const postgres = usePostgres(personalDataMigrations, readModelMigrations);

/** Brings the database into the form of the previous release, with one settlement. */
const before = async (reversedAt: string | null): Promise<void> => {
  await postgres.pool.query(`
    ALTER TABLE settlements DROP COLUMN reversed_payout_reference, DROP COLUMN reversed_paid_on;
    ALTER TABLE refunds DROP COLUMN outcome;
    ALTER TABLE orders DROP COLUMN payment, DROP COLUMN given_up, DROP COLUMN shop;
    ALTER TABLE captures DROP COLUMN payment_intent, DROP COLUMN charge, DROP COLUMN failure,
      DROP COLUMN ended_at;
    DROP TABLE refund_outcomes, terminal_intents;
    DROP INDEX orders_authorized, orders_total, captures_amount, orders_display_number,
      order_customers_reference;
    DELETE FROM schema_migrations WHERE file >= '0015-';
    TRUNCATE settlements;
    UPDATE projection SET position = 700`);
  await postgres.pool.query(
    `INSERT INTO settlements (settlement_id, store_id, currency, number, after_position, position, period_start,
       period_end, closed_at, reason, time_zone, start_date, end_date, payout_reversed_at)
     VALUES ($1, 'demo-se', 'SEK', 1, -1, 600, now(), now(), now(), 'schedule', 'UTC', now(), now(), $2)`,
    [randomUUID(), reversedAt],
  );
};

test.each([
  ['with a payout that was taken back are filled again from the log', new Date().toISOString(), -1],
  ['without one stay as they are', null, 700],
])('read models %s', async (_which, reversedAt, position) => {
  await before(reversedAt);
  await migrate(postgres.pool, [readModelMigrations]);
  const { rows } = await postgres.pool.query<{ position: string; settlements: string }>(
    'SELECT position, (SELECT count(*) FROM settlements) AS settlements FROM projection',
  );
  expect(rows).toEqual([
    { position: String(position), settlements: reversedAt === null ? '1' : '0' },
  ]);
});
