import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { accessMigrations } from '../set-up.js';
import { KeySessions, keySessionsMax } from './key-sessions.js';
import { RequestKeys } from './request-keys.js';

const postgres = usePostgres(accessMigrations);
const keyId = randomUUID();
const minute = 60_000;

beforeEach(async () => {
  await postgres.pool.query(`
    INSERT INTO access.stores VALUES ('s', 'B2C', 'SEK', 'UTC', 'daily');
    INSERT INTO access.clients VALUES ('c', 'x', '{}'), ('d', 'x', '{}');
    INSERT INTO access.keys (key_id, client_id, store_id, kind, token_hash, hint, details)
    VALUES ('${keyId}', 'c', 's', 'medusa', '\\x00', 'x', '{}')`);
});

describe('a session', () => {
  test('is known at each replica until it is ended at one', async () => {
    const replicas = [new KeySessions(postgres.pool), new KeySessions(postgres.pool)] as const;
    const { token, expiresAt } = await replicas[0].open(keyId, minute);
    expect(Math.abs(expiresAt.getTime() - Date.now() - minute)).toBeLessThan(minute / 2);
    expect(await replicas[1].keyOf(token)).toBe(keyId);
    await replicas[1].end(token);
    expect(await replicas[0].keyOf(token)).toBeUndefined();
  });

  test('ends by itself, and is not stored in clear', async () => {
    const sessions = new KeySessions(postgres.pool);
    const { token } = await sessions.open(keyId, -1);
    expect(await sessions.keyOf(token)).toBeUndefined();
    const { rows } = await postgres.pool.query('SELECT s::text FROM access.key_sessions s');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token).toString('hex'));
  });

  test('is none for a text that is no token', async () => {
    const sessions = new KeySessions(postgres.pool);
    for (const token of ['', 'a', '\0', 'x'.repeat(44), `${'x'.repeat(42)}%`]) {
      expect(await sessions.keyOf(token)).toBeUndefined();
      await sessions.end(token);
    }
  });

  test('gives way to newer ones of the same key', async () => {
    const sessions = new KeySessions(postgres.pool);
    await postgres.pool.query(
      `INSERT INTO access.key_sessions SELECT int4send(n), $1, now() + interval '1 minute'
       FROM generate_series(1, ${keySessionsMax + 5}) AS n`,
      [keyId],
    );
    const { token } = await sessions.open(keyId, 10 * minute);
    const { rows } = await postgres.pool.query(
      'SELECT count(*)::int AS n FROM access.key_sessions',
    );
    expect(rows).toEqual([{ n: keySessionsMax }]);
    expect(await sessions.keyOf(token)).toBe(keyId);
  });
});

describe('a request key', () => {
  const capture = { clientId: 'c', store: 's', key: 'k', request: 'capture 1' };
  const other = { ...capture, request: 'capture 2' };

  test('is for one request of a client in a store', async () => {
    const keys = new RequestKeys(postgres.pool);
    expect(await keys.claim(capture)).toBe(true);
    await keys.keep(capture);
    expect(await keys.claim(capture)).toBe(true);
    expect(await keys.claim(other)).toBe(false);
    expect(await keys.claim({ ...other, clientId: 'd' })).toBe(true);
    expect(await keys.claim({ ...other, store: 't' })).toBe(true);
  });

  test('is free again after a refusal, unless the request was accepted before', async () => {
    const keys = new RequestKeys(postgres.pool);
    await keys.claim(capture);
    await keys.release(capture);
    expect(await keys.claim(other)).toBe(true);
    await keys.keep(other);
    await keys.release(other);
    expect(await keys.claim(capture)).toBe(false);
  });

  test('is claimed by one of many requests at once', async () => {
    const replicas = [new RequestKeys(postgres.pool), new RequestKeys(postgres.pool)] as const;
    const claims = await Promise.all(
      Array.from({ length: 10 }, async (_, at) =>
        replicas[at % 2]!.claim({ ...capture, request: `capture ${at}` }),
      ),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test('is forgotten after a month', async () => {
    await new RequestKeys(postgres.pool).claim(capture);
    await postgres.pool.query(
      `UPDATE access.request_keys SET used_at = now() - interval '31 days'`,
    );
    expect(await new RequestKeys(postgres.pool).claim(other)).toBe(true);
  });
});
