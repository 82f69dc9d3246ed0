import { expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { migrate } from '#runtime';
import { webhookMigrations } from '../index.js';
import { endOutboxAt } from './outbox.js';

const postgres = usePostgres();

const endpoint = '00000000-0000-4000-8000-000000000001';

test('webhooks are set back to the end of an older log', async () => {
  const { pool } = postgres;
  await migrate(pool, [webhookMigrations]);
  await pool.query('UPDATE webhooks.outbox SET position = 900');
  await pool.query(
    `INSERT INTO webhooks.endpoints
       (endpoint_id, kind, url, stores, event_types, created_by, created_at, begins_after, secret)
     VALUES ($1, 'standard', 'https://shop.example', '{a}', '{}', 'shop', now(), 800, '\\x01')`,
    [endpoint],
  );
  await pool.query(
    `INSERT INTO webhooks.deliveries (delivery_id, endpoint_id, event_id, stream, position,
       event_type, occurred_at, correlation_id, body, status, next_attempt_at)
     SELECT gen_random_uuid(), $1, gen_random_uuid(), 'order-1', at, 'x', now(), 'c', '{}',
       'pending', now() FROM unnest('{400,500,600}'::bigint[]) at`,
    [endpoint],
  );

  const client = await pool.connect();
  await endOutboxAt(client, 500n);
  client.release();

  const { rows } = await pool.query(`
    SELECT (SELECT position FROM webhooks.outbox), begins_after,
      (SELECT array_agg(position ORDER BY position) FROM webhooks.deliveries) AS deliveries
    FROM webhooks.endpoints`);
  expect(rows).toEqual([{ position: '500', begins_after: '500', deliveries: ['400', '500'] }]);
});
