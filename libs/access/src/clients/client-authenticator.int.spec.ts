import { beforeEach, describe, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { accessMigrations, bootstrapClient } from '../set-up.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { ClientDirectory } from './client-directory.js';
import { TooManyWrongSecrets } from './secret-attempts.js';

const postgres = usePostgres(accessMigrations);

let clientSecret: string;
let authenticator: ClientAuthenticator;
beforeEach(async () => {
  const clients = new ClientDirectory(postgres.pool);
  const made = await clients.create({ clientId: 'shop', stores: [], scopes: ['admin'] });
  if (made.kind !== 'created') throw new Error(made.kind);
  ({ clientSecret } = made);
  authenticator = new ClientAuthenticator(postgres.pool);
});

const ask = (secret: string, from = '192.0.2.1', clientId = 'shop') =>
  authenticator.authenticate({ clientId, clientSecret: secret, from });

/**
 * Logs in `count` times at once, each time with a wrong secret. Returns for each log-in `wrong` or
 * the name of the error.
 */
const flood = async (count: number, clientIdOf: (index: number) => string): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      try {
        return (await ask(`guess ${index}`, undefined, clientIdOf(index))) ? 'right' : 'wrong';
      } catch (error) {
        return (error as Error).name;
      }
    }),
  );

describe('a flood of wrong secrets', () => {
  test('is cut short after a few, and the client is served elsewhere meanwhile', async () => {
    const flooding = flood(160, () => 'shop');
    expect(await ask(clientSecret, '192.0.2.2')).toMatchObject({ clientId: 'shop' });
    const ends = await flooding;
    // The limit is 5 wrong secrets. Two secrets are checked at the same time, so a sixth check may
    // already be running when the fifth fails.
    const wrong = ends.filter((end) => end === 'wrong').length;
    expect([5, 6]).toContain(wrong);
    expect(ends.filter((end) => end === 'TooManyWrongSecrets')).toHaveLength(160 - wrong);
    await expect(ask('one more')).rejects.toThrow(TooManyWrongSecrets);
  });

  test('does not hold up a client from the same address that was right before', async () => {
    expect(await ask(clientSecret)).toBeDefined();
    const flooding = flood(160, () => 'shop');
    const order: string[] = [];
    await Promise.all([
      ask(clientSecret).then(() => order.push('right')),
      flooding.then(() => order.push('flood')),
    ]);
    expect(order).toEqual(['right', 'flood']);
    expect(await ask(clientSecret)).toMatchObject({ clientId: 'shop' });
  });

  test('of unknown clients refuses no other client of that address', async () => {
    const flooding = flood(40, (index) => `unknown-${index}`);
    expect(await ask(clientSecret)).toMatchObject({ clientId: 'shop' });
    expect(new Set(await flooding)).toEqual(new Set(['wrong']));
  });
});

test('a secret that was right before is wrong once the client has another, or is disabled', async () => {
  const settings = { clientId: 'demo', stores: [], clientSecret: 'the first secret' };
  await bootstrapClient(postgres.pool, settings);
  expect(await ask('the first secret', 'x', 'demo')).toBeDefined();
  await bootstrapClient(postgres.pool, { ...settings, clientSecret: 'the second secret' });
  expect(await ask('the first secret', 'x', 'demo')).toBeUndefined();
  expect(await ask('the second secret', 'x', 'demo')).toBeDefined();

  expect(await ask(clientSecret)).toBeDefined();
  await new ClientDirectory(postgres.pool).disable('shop');
  expect(await ask(clientSecret)).toBeUndefined();
});
