import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { usePostgres } from '../../../test/support/postgres.js';
import { eraseAgain, eraseCustomer, type ErasedPerson } from './erasure/erase-customer.js';
import { type Erasure, listErasures } from './erasure/erasure.js';
import { PersonKeys } from './keys/person-keys.js';
import { PersonNames, type Person } from './keys/person-names.js';
import { personalDataMigrations } from './index.js';
import { SealedCustomers, sealCustomer } from './sealing/sealed-customers.js';
import { deriveKey } from './sealing/encryption.js';
import { makePersonKey, PersonKeyUnreadable, wrapPersonKey } from './keys/wrapped-keys.js';
import { noCopies } from './testing/no-copies.js';

const postgres = usePostgres(personalDataMigrations);
const secretKey = new Uint8Array(32).fill(1);

let keys: PersonKeys;
beforeEach(() => {
  keys = new PersonKeys(secretKey);
});

const person = (customer: Person['customer'], storeId = 'demo-se'): Person => ({
  storeId,
  orderId: randomUUID(),
  customer,
});

const keyOf = async (who: Person): Promise<string> => (await keys.make(postgres.pool, who)).keyId;

const erase = async (erased: ErasedPerson, storeId = 'demo-se') =>
  eraseCustomer(
    { pool: postgres.pool, keys, copies: noCopies },
    { storeId, person: erased, erasedBy: 'demo' },
  );

const listed = async (storeId?: string): Promise<Erasure[]> => {
  const all: Erasure[] = [];
  for await (const erasure of listErasures(postgres.pool, storeId)) all.push(erasure);
  return all;
};

/** The byte columns of a row in PostgreSQL's notation. */
const asHex = (row: object): object =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => Buffer.isBuffer(value))
      .map(([name, value]) => [name, `\\x${(value as Buffer).toString('hex')}`]),
  );

/** Inserts deleted rows again, as a restored backup does. */
const putBack = async (rows: readonly object[]): Promise<unknown> =>
  postgres.pool.query(
    'INSERT INTO personal_data.customer_keys SELECT * FROM json_populate_recordset(NULL::personal_data.customer_keys, $1)',
    [JSON.stringify(rows.map((row) => ({ ...row, ...asHex(row) })))],
  );

const tables = ['customer_keys', 'customer_emails', 'erasures'];
const everything = async (): Promise<string> => {
  const contents = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await postgres.pool.query<{ row: string }>(
        `SELECT t::text AS row FROM personal_data.${table} AS t`,
      );
      return rows.map(({ row }) => row).join('\n');
    }),
  );
  return contents.join('\n');
};

describe('the keys of people', () => {
  test('are one for each, made once by however many processes at once', async () => {
    const pools = Array.from({ length: 4 }, () => new Pool({ connectionString: postgres.url }));
    try {
      const made = await Promise.all(
        pools.flatMap((pool) =>
          Array.from({ length: 8 }, async () =>
            new PersonKeys(secretKey).make(pool, person({ reference: 'c-1', email: 'a@b.se' })),
          ),
        ),
      );
      const secrets = made.map(({ keyId, secret }) => `${keyId} ${Buffer.from(secret).toString()}`);
      expect(new Set(secrets).size).toBe(1);
    } finally {
      await Promise.all(pools.map(async (pool) => pool.end()));
    }
  });

  test('are found again, and none is made by looking', async () => {
    const anna = person({ reference: 'c-1' });
    expect(await keys.find(postgres.pool, anna)).toBeUndefined();
    const made = await keys.make(postgres.pool, anna);
    expect(await keys.find(postgres.pool, person({ reference: 'c-1' }))).toEqual({
      ...made,
      isNamed: true,
    });
    expect(await keyOf(person({ reference: 'c-2' }))).not.toBe(made.keyId);
    expect(await keyOf(person({ reference: 'c-1' }, 'other-se'))).not.toBe(made.keyId);
    expect(await keyOf(person({}))).not.toBe(await keyOf(person({})));
  });

  test('are not found by an address that was only looked for', async () => {
    const keyId = await keyOf(person({ reference: 'c-1', email: 'anna@example.com' }));
    const withOther = person({ reference: 'c-1', email: 'bo@example.com' });
    expect(await keys.find(postgres.pool, withOther)).toMatchObject({ keyId, isNamed: false });
    expect((await erase({ kind: 'customer', customer: 'bo@example.com' })).erasures).toEqual([]);
    expect(await keyOf(withOther)).toBe(keyId);
    expect(await keys.find(postgres.pool, withOther)).toMatchObject({ keyId, isNamed: true });
  });

  test('are on disk when they are made, in a database that gave up durability as well', async () => {
    // This trigger runs at the commit, so it records the setting with which the commit is made.
    await postgres.pool.query(`
      CREATE TABLE commits (setting text);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO commits VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER note AFTER INSERT ON personal_data.customer_keys
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note();
      CREATE CONSTRAINT TRIGGER note AFTER INSERT ON personal_data.customer_emails
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note()`);
    const { rows: before } = await postgres.pool.query('SHOW synchronous_commit');
    expect(before).toEqual([{ synchronous_commit: 'off' }]);
    await keyOf(person({ reference: 'c-1', email: 'anna@example.com' }));
    const { rows } = await postgres.pool.query('SELECT setting FROM commits');
    expect(rows).toEqual([{ setting: 'on' }, { setting: 'on' }]);
  });

  test('leave no sample for the planner, which would outlive them', async () => {
    for (let number = 0; number < 30; number += 1)
      await keyOf(person({ reference: `c-${number}`, email: `${number}@example.com` }));
    await postgres.pool.query('ANALYZE');
    const { rows } = await postgres.pool.query(`
      SELECT DISTINCT attname FROM pg_stats WHERE schemaname = 'personal_data' ORDER BY attname`);
    expect(rows.map(({ attname }: { attname: string }) => attname)).toEqual([
      'created_at',
      'key_id',
      'only_one',
      'store_id',
    ]);
  });

  test('stop whoever has another LEDGER_SECRET_KEY, rather than read as erased', async () => {
    const keyId = await keyOf(person({ reference: 'c-1' }));
    const others = new PersonKeys(new Uint8Array(32).fill(2));
    const client = await postgres.pool.connect();
    try {
      await expect(others.read(client, [keyId])).rejects.toThrow(PersonKeyUnreadable);
    } finally {
      client.release();
    }
  });

  test('are told from those of another LEDGER_SECRET_KEY, by which nothing can be unwrapped', async () => {
    const other = new PersonKeys(new Uint8Array(32).fill(2));
    expect(await other.isForeign(postgres.pool)).toBe(false);
    const keyId = await keyOf(person({ reference: 'c-1' }));
    expect(await other.isForeign(postgres.pool)).toBe(true);
    expect(await keys.isForeign(postgres.pool)).toBe(false);
    await postgres.pool.query(
      "UPDATE personal_data.customer_keys SET wrapped = wrapped || 'x'::bytea WHERE key_id = $1",
      [keyId],
    );
    expect(await keys.isForeign(postgres.pool)).toBe(false);
  });

  test('may be made with another LEDGER_SECRET_KEY as long as there are none', async () => {
    const others = new PersonKeys(new Uint8Array(32).fill(2));
    await others.begin(postgres.pool);
    // No person has a key yet, so a process that starts with a different LEDGER_SECRET_KEY may
    // replace the HMAC key. An erasure must fail instead of replacing the HMAC key.
    await expect(erase({ kind: 'customer', customer: 'c-1' })).rejects.toThrow(PersonKeyUnreadable);
    await keys.begin(postgres.pool);
    await expect(others.make(postgres.pool, person({ reference: 'c-1' }))).rejects.toThrow(
      PersonKeyUnreadable,
    );
    const keyId = await keyOf(person({ reference: 'c-1' }));
    await expect(others.begin(postgres.pool)).rejects.toThrow(PersonKeyUnreadable);
    await keys.begin(postgres.pool);
    expect(await keyOf(person({ reference: 'c-1' }))).toBe(keyId);
  });

  test('stand in the tables without a name, an address or a number', async () => {
    await keyOf(person({ reference: 'customer-4711', email: 'anna@example.com' }));
    const text = await everything();
    for (const word of ['4711', 'anna', 'example.com']) expect(text).not.toContain(word);
  });
});

describe('an erasure', () => {
  test('with another LEDGER_SECRET_KEY is refused rather than said to be done', async () => {
    await keyOf(person({ reference: 'c-1' }));
    keys = new PersonKeys(new Uint8Array(32).fill(2));
    await expect(erase({ kind: 'customer', customer: 'c-1' })).rejects.toThrow(PersonKeyUnreadable);
  });

  test('finds people who were noted before the key of names was kept in a table', async () => {
    const anna = person({ reference: 'c-1' });
    const former = new PersonNames(deriveKey(secretKey, 'names'));
    const key = makePersonKey();
    await postgres.pool.query(
      'INSERT INTO personal_data.customer_keys (key_id, store_id, identity, wrapped) VALUES ($1, $2, $3, $4)',
      [
        key.keyId,
        anna.storeId,
        former.identity(anna),
        wrapPersonKey(deriveKey(secretKey, 'wrap'), key),
      ],
    );
    expect(await keyOf(anna)).toBe(key.keyId);
    const { erasures } = await erase({ kind: 'customer', customer: 'c-1' });
    expect(erasures).toMatchObject([{ keyId: key.keyId }]);
  });

  test('by reference destroys the key, leaves a record, and is nothing the second time', async () => {
    const keyId = await keyOf(person({ reference: 'c-1', email: 'anna@example.com' }));
    const other = await keyOf(person({ reference: 'c-2' }));
    const { erasures } = await erase({ kind: 'customer', customer: 'c-1' });
    expect(erasures).toEqual([
      { keyId, storeId: 'demo-se', erasedBy: 'demo', erasedAt: expect.any(String) },
    ]);
    expect(await erase({ kind: 'customer', customer: 'c-1' })).toEqual({ erasures: [], orders: 0 });
    expect(await listed()).toEqual(erasures);
    expect(await keys.find(postgres.pool, person({ reference: 'c-1' }))).toBeUndefined();
    expect(await keyOf(person({ reference: 'c-2' }))).toBe(other);
  });

  test('by e-mail address finds those who gave a reference as well, in any case of letters', async () => {
    const guest = await keyOf(person({ email: 'anna@example.com' }));
    const member = await keyOf(person({ reference: 'c-1', email: 'Anna@example.com' }));
    const elsewhere = await keyOf(person({ email: 'anna@example.com' }, 'other-se'));
    const { erasures } = await erase({ kind: 'customer', customer: ' ANNA@EXAMPLE.COM\n' });
    expect(erasures.map(({ keyId }) => keyId).toSorted()).toEqual([guest, member].toSorted());
    expect(await keyOf(person({ email: 'anna@example.com' }, 'other-se'))).toBe(elsewhere);
  });

  test('by order destroys the key of one who gave neither', async () => {
    const nobody = person({});
    const keyId = await keyOf(nobody);
    const { erasures } = await erase({ kind: 'order', orderId: nobody.orderId });
    expect(erasures.map((erasure) => erasure.keyId)).toEqual([keyId]);
  });

  test('is listed whole and in order, however many there are', async () => {
    await postgres.pool.query(`
      INSERT INTO personal_data.erasures (key_id, store_id, erased_by, erased_at)
      SELECT gen_random_uuid(), 'store-' || n % 2, 'demo', '2026-11-20T10:00:00Z'::timestamptz + n / 3 * interval '1 microsecond'
      FROM generate_series(1, 2500) AS n`);
    const all = await listed();
    expect(new Set(all.map(({ keyId }) => keyId)).size).toBe(2_500);
    expect(all.map(({ erasedAt }) => erasedAt)).toEqual(
      all.map(({ erasedAt }) => erasedAt).toSorted((one, other) => (one < other ? 1 : -1)),
    );
    expect(await listed('store-1')).toHaveLength(1_250);
  });

  test('is done again by its record in a database that was restored from before it', async () => {
    const anna = person({ reference: 'c-1' });
    await keyOf(anna);
    const { rows } = await postgres.pool.query<object>('SELECT * FROM personal_data.customer_keys');
    await erase({ kind: 'customer', customer: 'c-1' });
    const other = await keyOf(person({ reference: 'c-2' }));
    const record = await listed();
    await postgres.pool.query('TRUNCATE personal_data.erasures');
    await putBack(rows);
    const held = { pool: postgres.pool, copies: noCopies };
    expect(await eraseAgain(held, record)).toEqual({ keys: 1, orders: 0 });
    expect(await eraseAgain(held, record)).toEqual({ keys: 0, orders: 0 });
    expect(await listed()).toEqual(record);
    expect(await keys.find(postgres.pool, anna)).toBeUndefined();
    expect(await keyOf(person({ reference: 'c-2' }))).toBe(other);
  });

  test('by key destroys one that a backup brought back, of its own store only', async () => {
    const keyId = await keyOf(person({ reference: 'c-1' }));
    const { rows } = await postgres.pool.query<object>('SELECT * FROM personal_data.customer_keys');
    await erase({ kind: 'customer', customer: 'c-1' });
    await putBack(rows);
    expect((await erase({ kind: 'key', keyId }, 'other-se')).erasures).toEqual([]);
    expect((await erase({ kind: 'key', keyId })).erasures).toMatchObject([{ keyId }]);
    expect(await listed()).toHaveLength(1);
  });

  test('makes what was sealed unreadable, and a new order of the person has a new key', async () => {
    const anna = person({ reference: 'c-1' });
    const sealed = sealCustomer(await keys.make(postgres.pool, anna), anna.orderId, {
      firstName: 'Anna',
    });
    const inLog = [{ orderId: anna.orderId, customer: sealed }];
    const open = async () => {
      const client = await postgres.pool.connect();
      try {
        return await new SealedCustomers(keys).open(client, inLog);
      } finally {
        client.release();
      }
    };
    expect(await open()).toEqual([{ kind: 'open', customer: { firstName: 'Anna' } }]);
    await erase({ kind: 'customer', customer: 'c-1' });
    expect(await open()).toEqual([{ kind: 'erased' }]);
    expect(await keyOf(anna)).not.toBe(sealed.keyId);
    expect(await open()).toEqual([{ kind: 'erased' }]);
  });

  test('at the same time as registrations leaves each key whole or gone', async () => {
    const anna = person({ reference: 'c-1', email: 'anna@example.com' });
    const work = Array.from({ length: 30 }, async (_, index) =>
      index % 3 === 0
        ? erase({ kind: 'customer', customer: 'c-1' })
        : keys.make(postgres.pool, anna),
    );
    await Promise.all(work);
    await erase({ kind: 'customer', customer: 'anna@example.com' });
    const { rows } = await postgres.pool.query(
      'SELECT FROM personal_data.customer_keys UNION ALL SELECT FROM personal_data.customer_emails',
    );
    expect(rows).toEqual([]);
  });
});
