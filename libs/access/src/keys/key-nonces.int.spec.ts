import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { usePostgres } from '../../../../test/support/postgres.js';
import { accessMigrations } from '../set-up.js';
import { KeyNonces, TooManyNonces } from './key-nonces.js';

const postgres = usePostgres(accessMigrations);

const makeKey = async (): Promise<string> => {
  const keyId = randomUUID();
  await postgres.pool.query(`
    INSERT INTO access.stores VALUES ('s', 'B2C', 'SEK', 'UTC', 'daily') ON CONFLICT DO NOTHING;
    INSERT INTO access.clients VALUES ('c', 'x', '{}') ON CONFLICT DO NOTHING;`);
  await postgres.pool.query(
    `INSERT INTO access.keys (key_id, client_id, store_id, kind, token_hash, hint, details)
     VALUES ($1, 'c', 's', 'woocommerce', $2, 'x', '{}')`,
    [keyId, Buffer.from(keyId)],
  );
  return keyId;
};

const later = (): Date => new Date(Date.now() + 60_000);

test('a nonce counts once for a key, at whichever replica, however many ask at once', async () => {
  const [one, other] = [await makeKey(), await makeKey()];
  const replicas = [new KeyNonces(postgres.pool), new KeyNonces(postgres.pool)];
  const uses = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => replicas[index % 2]!.use(one, 'n', later())),
  );
  expect(uses.filter(Boolean)).toHaveLength(1);
  expect(await replicas[0]!.use(other, 'n', later())).toBe(true);
  expect(await replicas[0]!.use(one, 'm', later())).toBe(true);
});

test('an expired nonce is free again, and is removed', async () => {
  const keyId = await makeKey();
  const past = new Date(Date.now() - 1_000);
  expect(await new KeyNonces(postgres.pool).use(keyId, 'n', past)).toBe(true);
  expect(await new KeyNonces(postgres.pool).use(keyId, 'm', later())).toBe(true);
  const { rows } = await postgres.pool.query('SELECT FROM access.key_nonces');
  expect(rows).toHaveLength(1);
  expect(await new KeyNonces(postgres.pool).use(keyId, 'n', later())).toBe(true);
  expect(await new KeyNonces(postgres.pool).use(keyId, 'n', later())).toBe(false);
});

test('a key can sign a bounded number of requests at a time, and others are not affected', async () => {
  const [busy, other] = [await makeKey(), await makeKey()];
  await postgres.pool.query(
    `INSERT INTO access.key_nonces (key_id, nonce_hash, expires_at)
     SELECT $1, int4send(n), now() + interval '1 minute' FROM generate_series(1, 180000) AS n`,
    [busy],
  );
  const nonces = new KeyNonces(postgres.pool);
  // The limit is normally checked only at every 256th use. After a refusal, the next use checks the
  // limit again, so both nonces are refused.
  for (const nonce of ['n', 'm'])
    await expect(nonces.use(busy, nonce, later())).rejects.toBeInstanceOf(TooManyNonces);
  expect(await nonces.use(other, 'n', later())).toBe(true);
  await postgres.pool.query('DELETE FROM access.key_nonces WHERE key_id = $1', [busy]);
  expect(await new KeyNonces(postgres.pool).use(busy, 'n', later())).toBe(true);
});
