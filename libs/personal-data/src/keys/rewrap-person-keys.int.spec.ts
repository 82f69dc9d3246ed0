import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { usePostgres } from '../../../../test/support/postgres.js';
import { eraseCustomer } from '../erasure/erase-customer.js';
import { personalDataMigrations } from '../index.js';
import { PersonKeyUnreadable } from './wrapped-keys.js';
import { noCopies } from '../testing/no-copies.js';
import { PersonKeys } from './person-keys.js';
import type { Person } from './person-names.js';
import { rewrapPersonKeys } from './rewrap-person-keys.js';

const postgres = usePostgres(personalDataMigrations);
const [from, to, third] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

const person = (reference: string): Person => ({
  storeId: 'demo-se',
  orderId: randomUUID(),
  customer: { reference, email: `${reference}@example.com` },
});

const rewrap = async (change = { from, to }): Promise<number | undefined> => {
  const client = await postgres.pool.connect();
  try {
    await client.query('BEGIN');
    const count = await rewrapPersonKeys(client, change);
    await client.query('COMMIT');
    return count;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
};

const wraps = async (): Promise<unknown[]> => {
  const { rows } = await postgres.pool.query<object>(
    'SELECT key_id, wrapped FROM personal_data.customer_keys ORDER BY key_id',
  );
  return rows;
};

describe('keys that are wrapped anew', () => {
  test('are the same keys of the same people, for the new LEDGER_SECRET_KEY alone', async () => {
    const former = new PersonKeys(from);
    const anna = await former.make(postgres.pool, person('anna'));
    for (let number = 0; number < 1_050; number += 1)
      await former.make(postgres.pool, person(`c-${number}`));
    expect(await rewrap()).toBe(1_051);

    const now = new PersonKeys(to);
    expect(await now.find(postgres.pool, person('anna'))).toEqual({ ...anna, isNamed: true });
    const erased = await eraseCustomer(
      { pool: postgres.pool, keys: now, copies: noCopies },
      {
        storeId: 'demo-se',
        person: { kind: 'customer', customer: 'ANNA@example.com' },
        erasedBy: 'demo',
      },
    );
    expect(erased.erasures).toMatchObject([{ keyId: anna.keyId }]);
    expect(await now.find(postgres.pool, person('c-1049'))).toBeDefined();
    await expect(new PersonKeys(from).names(postgres.pool)).rejects.toThrow(PersonKeyUnreadable);
  });

  test('are wrapped once, and by nobody who has not the former LEDGER_SECRET_KEY', async () => {
    await new PersonKeys(from).make(postgres.pool, person('anna'));
    const before = await wraps();
    await expect(rewrap({ from: third, to })).rejects.toThrow(PersonKeyUnreadable);
    expect(await wraps()).toEqual(before);
    await rewrap();
    const after = await wraps();
    expect(after).not.toEqual(before);
    expect(await rewrap()).toBeUndefined();
    expect(await wraps()).toEqual(after);
    expect(await rewrap({ from: to, to: third })).toBe(1);
  });

  test('are joined by none of a process that was not started anew', async () => {
    const former = new PersonKeys(from);
    await former.make(postgres.pool, person('anna'));
    const client = await postgres.pool.connect();
    await client.query('BEGIN');
    await rewrapPersonKeys(client, { from, to });
    const waiting = former.make(postgres.pool, person('bo'));
    const refused = expect(waiting).rejects.toThrow(PersonKeyUnreadable);
    await client.query('COMMIT');
    client.release();
    await refused;
    await expect(former.make(postgres.pool, person('anna'))).rejects.toThrow(PersonKeyUnreadable);
    expect(await wraps()).toHaveLength(1);
    expect(await new PersonKeys(to).make(postgres.pool, person('bo'))).toBeDefined();
  });

  test('may be none yet: the setting is known all the same', async () => {
    expect(await rewrap()).toBe(0);
    await expect(new PersonKeys(from).make(postgres.pool, person('anna'))).rejects.toThrow(
      PersonKeyUnreadable,
    );
  });
});

describe('while LEDGER_SECRET_KEY is changed', () => {
  const [before, after] = [new PersonKeys([from, to]), new PersonKeys([to, from])];
  const find = (keys: PersonKeys, who: string) => keys.find(postgres.pool, person(who));

  test('replicas with either one first find and make the same keys of the same people', async () => {
    const former = new PersonKeys(from);
    const anna = await former.make(postgres.pool, person('anna'));
    await after.begin(postgres.pool);
    expect(await find(after, 'anna')).toMatchObject({ keyId: anna.keyId, secret: anna.secret });
    const bo = await after.make(postgres.pool, person('bo'));
    const cia = await before.make(postgres.pool, person('cia'));
    expect(await before.make(postgres.pool, person('bo'))).toMatchObject({ keyId: bo.keyId });
    expect(await find(after, 'cia')).toMatchObject({ secret: cia.secret });
    const [keyIds, client] = [[anna.keyId, bo.keyId, cia.keyId], await postgres.pool.connect()];
    for (const keys of [before, after]) {
      expect((await keys.read(client, keyIds)).size).toBe(keyIds.length);
    }
    client.release();
    await expect(find(former, 'bo')).rejects.toThrow(PersonKeyUnreadable);
  });

  test('all keys are wrapped with the new one at its end, those too that a late replica made', async () => {
    // The HMAC key is encrypted under the new LEDGER_SECRET_KEY, and the key of one person under
    // the old one. `rewrap` has to encrypt that person's key under the new one too.
    await after.make(postgres.pool, person('bo'));
    await before.make(postgres.pool, person('cia'));
    expect(await rewrap()).toBe(2);
    const now = new PersonKeys(to);
    await now.begin(postgres.pool);
    for (const who of ['bo', 'cia']) expect(await find(now, who)).toBeDefined();
    expect(await rewrap()).toBeUndefined();
    expect(await find(before, 'bo')).toBeDefined();
    await before.make(postgres.pool, person('dan'));
    expect(await rewrap()).toBe(3);
  });

  test('a key that is neither is refused', async () => {
    await new PersonKeys(third).make(postgres.pool, person('anna'));
    await expect(new PersonKeys([to, from]).begin(postgres.pool)).rejects.toThrow(
      PersonKeyUnreadable,
    );
  });
});
