import { beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { eraseCustomer, PersonKeys, personalDataMigrations } from '#personal-data';
import { sealCustomer, SealedCustomers } from '#personal-data';
import type { Customer, Erased } from '#personal-data';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { readModelMigrations } from '../index.js';
import { OrderQueries } from '../orders/order-queries.js';
import { LedgerProjection } from '../projection/ledger-projection.js';
import { ReadModelRebuild } from '../rebuild/read-model-rebuild.js';
import { capture, command, placedAt, register, store } from '../testing/commands.js';
import { readTables } from '../testing/read-tables.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { expectFolds, useProjection } from '../testing/use-projection.js';
import { TablesComparison } from '../verification/tables-comparison.js';
import { customerCopies } from './customer-copies.js';
import { customersOfOrders, shopCustomerOf } from '../tables/order-customers.js';
import { loadAll } from '../testing/load-all.js';

const postgres = usePostgres(personalDataMigrations, readModelMigrations);
const projector = useProjection(postgres);
const keys = new PersonKeys(new Uint8Array(32).fill(1));
const customers = new SealedCustomers(keys);
const anna: Customer = { reference: 'c-1', firstName: 'Anna', lastName: 'Lindqvist' };
const acme: Customer = { email: 'buyer@acme.example', company: 'Acme AB' };

let log: RecordedLog;
beforeEach(() => {
  log = new RecordedLog();
});

/**
 * Registers a card order of this customer. `customerId` is the customer's id at the payment
 * gateway; if given, the order is linked to this id.
 */
const cardOrderOf = async (
  orderNumber: string,
  customer: Customer,
  customerId?: string,
): Promise<string> => {
  const plain = register({ orderNumber, paymentMethod: 'card' });
  const { orderId } = plain;
  const key = await keys.make(postgres.pool, { storeId: store, orderId, customer });
  log.accept({ ...plain, data: { ...plain.data, customer: sealCustomer(key, orderId, customer) } });
  if (customerId !== undefined)
    log.accept({ type: 'CreateCustomer', ...command(orderId, placedAt), data: { customerId } });
  return orderId;
};

/**
 * Registers an order of this customer, captures a part of the order, and returns the order's id.
 */
const orderOf = async (orderNumber: string, customer: Customer): Promise<string> => {
  const plain = register({ orderNumber });
  const { orderId } = plain;
  const key = await keys.make(postgres.pool, { storeId: store, orderId, customer });
  const sealed = sealCustomer(key, orderId, customer);
  log.accept({ ...plain, data: { ...plain.data, customer: sealed } }, capture(orderId, 9_500));
  return orderId;
};

const projected = async (): Promise<void> => {
  const { client } = await projector();
  await new LedgerProjection(client, { customers }).apply(log.page());
};

const erase = async (customer: string): Promise<Erased> =>
  eraseCustomer(
    { pool: postgres.pool, keys, copies: customerCopies },
    { storeId: store, person: { kind: 'customer', customer }, erasedBy: 'demo' },
  );

const found = async (text: string): Promise<string[]> => {
  const page = await new OrderQueries(postgres.pool).list({ stores: [store], text }, { limit: 9 });
  return page.orders.map(({ orderId }) => orderId);
};

const customerOf = async (orderId: string) =>
  (await new OrderQueries(postgres.pool).find(orderId))?.customer;

const rebuilt = async (meanwhile: () => Promise<unknown> = () => Promise.resolve()) => {
  const rebuild = await ReadModelRebuild.begin({ connectionString: postgres.url }, { customers });
  try {
    await loadAll(postgres.url, [log.page()], { customers });
    await rebuild.index(log.page().position);
    await meanwhile();
    await rebuild.switch({
      catchUp: () => Promise.resolve(),
      endOfLog: () => Promise.resolve(-1n),
      pause: () => Promise.resolve(),
    });
  } finally {
    await rebuild.end();
  }
};

describe('the customers of orders', () => {
  test('are shown by the order and in lists, and are no part of the fold', async () => {
    const orderId = await orderOf('1', anna);
    await projected();
    expect(await customerOf(orderId)).toEqual({ erased: false, customer: anna });
    const { orders } = await new OrderQueries(postgres.pool).page(
      { stores: [store] },
      { page: 1, perPage: 10 },
    );
    expect(orders.map(({ customer }) => customer)).toEqual([{ erased: false, customer: anna }]);
    await expectFolds(postgres, log);
    expect(JSON.stringify(log.orders.get(orderId)?.balance)).not.toContain('sealed');
  });

  test('are found by any part of their name, within the caller’s stores', async () => {
    const [one, two] = [await orderOf('1', anna), await orderOf('2', acme)];
    await projected();
    expect(await found('lindq')).toEqual([one]);
    expect(await found('anna lind')).toEqual([one]);
    expect(await found('ACME')).toEqual([two]);
    expect(await found('Lindqvist\nc-1')).toEqual([]);
    const others = new OrderQueries(postgres.pool);
    expect((await others.list({ stores: ['x'], text: 'anna' }, { limit: 9 })).orders).toEqual([]);
  });

  test('are found by e-mail address and telephone, however it is written', async () => {
    const [one, two] = [
      await orderOf('1', { ...anna, email: 'Anna.L@example.com', phone: '+46 70-123 45 67' }),
      await orderOf('2', acme),
    ];
    await projected();
    expect(await found('buyer@')).toEqual([two]);
    expect(await found('anna.l@EXAMPLE')).toEqual([one]);
    for (const text of [
      '+46701234567',
      '070-123 45 67',
      '0701234567',
      '70 123',
      ' 46 (70) 1234567',
    ])
      expect(await found(text)).toEqual([one]);
    expect(await found('07012345678')).toEqual([]);
    expect(await found('0701')).toEqual([]);
    await erase('anna.l@example.com');
    expect([...(await found('anna.l@example')), ...(await found('0701234567'))]).toEqual([]);
    const { rows } = await postgres.pool.query<{ text: string | null }>(
      'SELECT search_text AS text FROM order_customers WHERE order_id = $1',
      [one],
    );
    expect(rows).toEqual([{ text: null }]);
  });

  test('from before they were found so have the text that they have today', async () => {
    await orderOf('1', { ...anna, email: 'anna@example.com', phone: '+46 70-123 45 67' });
    await orderOf('2', acme);
    await orderOf('3', { phone: 'after six' });
    await orderOf('4', { reference: 'c-4' });
    await projected();
    const texts = async (): Promise<unknown> => {
      const text = 'SELECT order_id, search_text FROM order_customers ORDER BY 1';
      return (await postgres.pool.query(text)).rows;
    };
    const written = await texts();
    await postgres.pool.query("UPDATE order_customers SET search_text = 'as it was'");
    const migration = new URL('../migrations/0010-search-by-contact.sql', import.meta.url);
    await postgres.pool.query(await readFile(migration, 'utf8'));
    expect(await texts()).toEqual(written);
  });

  test('are told of many orders at once, for the lines of a settlement', async () => {
    const [one, two] = [await orderOf('1', anna), await orderOf('2', acme)];
    await projected();
    const names = { firstName: null, lastName: null, company: null };
    const person = { customerNumber: null, ...names, isCompany: false };
    const told = await customersOfOrders(postgres.pool, [one, two, one, register().orderId]);
    expect([...told]).toEqual([
      [one, { ...person, customerNumber: 'c-1', firstName: 'Anna', lastName: 'Lindqvist' }],
      [two, { ...person, company: 'Acme AB', isCompany: true }],
    ]);
    expect(await customersOfOrders(postgres.pool, [])).toEqual(new Map());
  });

  test('are not shown, and stop nothing, when their text was changed in the log', async () => {
    const orderId = await orderOf('1', anna);
    const [registered] = log.events;
    if (registered?.type !== 'OrderRegistered') throw new Error('The log begins otherwise');
    Object.assign(registered.data.customer ?? {}, { sealed: 'AAAA' });
    await projected();
    expect(await customerOf(orderId)).toBeUndefined();
  });

  test('stop a projection that was given no keys', async () => {
    await orderOf('1', anna);
    const { projection } = await projector();
    await expect(projection.apply(log.page())).rejects.toThrow('nobody gave the keys');
  });
});

describe('the comparison of tables with the log', () => {
  const compared = async (withKeys = true): Promise<string[]> => {
    const { client } = await projector();
    const tables = await TablesComparison.begin(client, withKeys ? customers : undefined);
    const found = await tables.compare({
      ...{ prefix: '', events: log.events, broken: new Set<string>(), readTo: log.position },
      // eslint-disable-next-line @typescript-eslint/require-await -- Nothing is read again.
      readAgain: async function* () {
        yield* [];
      },
    });
    return found.map(({ detail }) => detail);
  };

  test('finds customers as the log has them, before and after an erasure', async () => {
    await orderOf('1', anna);
    await orderOf('2', acme);
    await projected();
    expect(await compared()).toEqual([]);
    await erase('c-1');
    expect(await compared()).toEqual([]);
  });

  test('names what was edited, without what it says', async () => {
    const orderId = await orderOf('1', anna);
    await projected();
    await postgres.pool.query(
      `UPDATE order_customers SET customer = '{"firstName":"Berta"}', search_text = 'Berta'`,
    );
    const [detail, ...more] = await compared();
    expect(more).toEqual([]);
    expect(detail).toContain(`row order_id ${orderId}: /customer`);
    expect(detail).not.toMatch(/anna|berta|lindqvist/i);
    expect(await compared(false)).toEqual([]);
    await postgres.pool.query('DELETE FROM order_customers');
    expect(await compared()).toEqual([
      `the table order_customers lacks the row order_id ${orderId}`,
    ]);
  });
});

describe('an erasure', () => {
  test('leaves nothing of the person in any table, and nobody else without theirs', async () => {
    const orders = [await orderOf('1', anna), await orderOf('2', anna)];
    const other = await orderOf('3', acme);
    await projected();
    expect(await erase('c-1')).toMatchObject({ orders: 2, erasures: [{ storeId: store }] });
    for (const orderId of orders) expect(await customerOf(orderId)).toEqual({ erased: true });
    expect(await found('anna')).toEqual([]);
    expect(JSON.stringify(await readTables(postgres.pool))).not.toMatch(/anna|lindqvist|c-1/i);
    expect(await customerOf(other)).toEqual({ erased: false, customer: acme });
    expect(await customersOfOrders(postgres.pool, orders)).toEqual(new Map());
    await expectFolds(postgres, log);
  });

  test('stands when the read models are built anew, beside or from nothing', async () => {
    const orderId = await orderOf('1', anna);
    await orderOf('2', acme);
    await projected();
    await erase('c-1');
    const before = await readTables(postgres.pool);
    await rebuilt();
    expect(await customerOf(orderId)).toEqual({ erased: true });
    expect(await readTables(postgres.pool)).toEqual(before);
  });

  test('stands when a rebuild had read the data before it', async () => {
    const orderId = await orderOf('1', anna);
    await projected();
    await rebuilt(async () => erase('c-1'));
    expect(await customerOf(orderId)).toEqual({ erased: true });
    expect(JSON.stringify(await readTables(postgres.pool))).not.toMatch(/anna|lindqvist/i);
  });

  test('leaves no sample of the values with the planner, in tables of a rebuild neither', async () => {
    for (const number of ['1', '2', '3']) await orderOf(number, anna);
    await projected();
    for (const build of [() => Promise.resolve(), async () => rebuilt()]) {
      await build();
      await postgres.pool.query('ANALYZE order_customers');
      const { rows } = await postgres.pool.query<{ row: string }>(
        `SELECT s::text AS row FROM pg_stats s WHERE tablename LIKE 'order_customers%'`,
      );
      expect(rows.map(({ row }) => row).join('\n')).not.toMatch(/anna|lindqvist|c-1/i);
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  test('clears what a rebuild that was killed left behind', async () => {
    await orderOf('1', anna);
    await projected();
    const left = new Client({ connectionString: postgres.url });
    await left.connect();
    await left.query(
      'CREATE SCHEMA public_rebuild; CREATE TABLE public_rebuild.order_customers AS TABLE order_customers',
    );
    await left.end();
    await erase('c-1');
    const { rows } = await postgres.pool.query(
      `SELECT FROM information_schema.schemata WHERE schema_name = 'public_rebuild'`,
    );
    expect(rows).toEqual([]);
  });

  test('before an order is shown keeps it from being shown', async () => {
    const orderId = await orderOf('1', anna);
    await erase('c-1');
    await projected();
    expect(await customerOf(orderId)).toEqual({ erased: true });
  });
});

test('the gateway’s customer of a registered person is known to their other orders', async () => {
  const registered = { ...anna, registered: true };
  const first = await cardOrderOf('first', registered, 'cus_first');
  await cardOrderOf('newer', registered, 'cus_newer');
  await cardOrderOf('guest', { ...acme, registered: false }, 'cus_guest');
  const [another, ofGuest] = [
    await cardOrderOf('another', registered),
    await cardOrderOf('another guest', acme),
  ];
  await projected();
  const person = async (orderId: string) => shopCustomerOf(postgres.pool, orderId);
  const found = async (orderId: string) => (await person(orderId))?.gatewayCustomerId;
  expect(['cus_first', 'cus_newer']).toContain(await found(another));
  expect(await found(ofGuest)).toBeUndefined();
  expect((await person(another))?.keyId).toBe((await person(first))?.keyId);
  await erase('c-1');
  expect(await found(another)).toBeUndefined();
  expect(await person(another)).toBeUndefined();
});

const waitingSql = `SELECT FROM pg_stat_activity
  WHERE wait_event_type = 'Lock' AND datname = current_database()`;

test('the search for a person locks the tables in the same order as a rebuild', async () => {
  const orderId = await cardOrderOf('first', { ...anna, registered: true }, 'cus_first');
  await projected();
  const rebuild = await postgres.pool.connect();
  try {
    await rebuild.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE');
    const search = shopCustomerOf(postgres.pool, orderId);
    await until(async () => (await postgres.pool.query(waitingSql)).rowCount === 1);
    // The search waits for `orders`, so it must not hold a later table.
    await rebuild.query('LOCK TABLE order_customers IN ACCESS EXCLUSIVE MODE NOWAIT; COMMIT');
    expect(await search).toMatchObject({ gatewayCustomerId: 'cus_first' });
  } finally {
    rebuild.release(true);
  }
});
