import { expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { ClientDirectory } from '../clients/client-directory.js';
import { accessMigrations } from '../set-up.js';
import { OneTimeCodes } from './one-time-codes.js';

const postgres = usePostgres(accessMigrations);

const setUp = async (clientId: string) => {
  const clients = new ClientDirectory(postgres.pool);
  await clients.create({ clientId, stores: [], scopes: ['orders:read', 'audit:read'] });
  return { clients, codes: new OneTimeCodes(postgres.pool) };
};

test('a code signs its client in once', async () => {
  const { codes } = await setUp('auditor');
  const code = (await codes.issue('auditor', ['orders:read', 'admin'])) ?? '';
  expect(await codes.redeem(code)).toEqual({
    clientId: 'auditor',
    stores: [],
    // The code was made for `admin` too, but the client does not have this scope.
    scopes: ['orders:read'],
  });
  expect(await codes.redeem(code)).toBeUndefined();
});

test('two at once with one code: one of them is signed in', async () => {
  const { codes } = await setUp('hasty');
  const code = (await codes.issue('hasty', ['orders:read'])) ?? '';
  const found = await Promise.all([codes.redeem(code), codes.redeem(code)]);
  expect(found.filter((client) => client !== undefined)).toHaveLength(1);
});

test('a code that is too old, made up, or of a disabled client signs nobody in', async () => {
  const { clients, codes } = await setUp('slow');
  const old = (await codes.issue('slow', ['orders:read'])) ?? '';
  await postgres.pool.query("UPDATE access.one_time_codes SET expires_at = now() - interval '1 s'");
  const late = (await codes.issue('slow', ['orders:read'])) ?? '';
  expect(await codes.redeem(old)).toBeUndefined();
  expect(await codes.redeem('x'.repeat(43))).toBeUndefined();
  expect(await codes.redeem("' OR 1=1")).toBeUndefined();
  await clients.disable('slow');
  expect(await codes.redeem(late)).toBeUndefined();
  expect(await codes.issue('slow', ['orders:read'])).toBeUndefined();
  expect(await codes.issue('nobody', ['orders:read'])).toBeUndefined();
});

test('only the hash of a code is stored', async () => {
  const { codes } = await setUp('secretive');
  const code = (await codes.issue('secretive', ['orders:read'])) ?? '';
  const { rows } = await postgres.pool.query('SELECT * FROM access.one_time_codes');
  expect(JSON.stringify(rows)).not.toContain(code);
});
