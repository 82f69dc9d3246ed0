import { beforeEach, describe, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../migrations.js';
import type { OrderProjection } from '../projection/order-projection.js';
import { rebuiltTables } from '../rebuild/shadow-schema.js';
import { capture, command, expire, placedAt, register } from '../testing/commands.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { useProjection } from '../testing/use-projection.js';
import type { RowDifference } from './row-difference.js';
import { TablesComparison } from './tables-comparison.js';
import type { ComparedRange } from './tables-comparison.js';

const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);
let log: RecordedLog;
let projection: OrderProjection;
let ids: string[];

beforeEach(async () => {
  log = new RecordedLog();
  const orders = ['1', '2', '3'].map((orderNumber) => register({ orderNumber }));
  ids = orders.map(({ orderId }) => orderId);
  log.accept(...orders, capture(ids[0]!, 9_500), capture(ids[0]!, 100), capture(ids[1]!, 28_500));
  const minor = (value: number) => ({ unit: 'minor' as const, value });
  const [paid, , open] = ids.map((orderId) => command(orderId, placedAt));
  log.accept(
    { type: 'RefundOrder', ...paid!, data: { amount: minor(50), items: [], reference: 'back' } },
    { type: 'ReauthorizeOrder', ...open!, data: { amount: minor(20_000), items: [] } },
    expire(ids[2]!),
  );
  ({ projection } = await projector());
  await projection.apply(log.page());
});

/** All events of an order, as the log has them now. */
async function* historyOf(orderId: string) {
  await Promise.resolve();
  yield* log.events.filter(({ data }) => data.orderId === orderId);
}

const compare = async (range: Partial<ComparedRange> = {}): Promise<RowDifference[]> => {
  const { client } = await projector();
  const comparison = await TablesComparison.begin(client);
  return comparison.compare({
    ...{ prefix: '', events: log.events, broken: new Set<string>() },
    ...{ readTo: log.position, readAgain: historyOf },
    ...range,
  });
};

const edit = (sql: string, ...values: unknown[]) => postgres.pool.query(sql, values);

describe('the tables', () => {
  test('are what the log gives, and in every range', async () => {
    expect(await compare()).toEqual([]);
    const { client } = await projector();
    const comparison = await TablesComparison.begin(client);
    for (const digit of '0123456789abcdef') {
      const events = log.events.filter(({ data }) => data.orderId.startsWith(digit));
      const rest = { readTo: log.position, readAgain: historyOf, broken: new Set<string>() };
      expect(await comparison.compare({ prefix: digit, events, ...rest })).toEqual([]);
    }
  });

  test('may be behind the log, and ahead of where it was read to', async () => {
    const readTo = log.position;
    const events = [...log.events];
    log.accept(capture(ids[0]!, 200), register({ orderNumber: '4' }));
    expect(await compare()).toEqual([]);
    await projection.apply(log.page(events.length));
    expect(await compare({ events, readTo })).toEqual([]);
    await edit(`UPDATE captures SET amount = 201 WHERE amount = 200`);
    expect(await compare({ events, readTo })).toMatchObject([
      { table: 'captures', orderId: ids[0] },
    ]);
  });

  test('with a row missing or too many are told', async () => {
    await edit(`DELETE FROM captures WHERE amount = 100`);
    await edit(`INSERT INTO applied_actions VALUES ($1, 'somebody')`, ids[1]);
    await edit(`DELETE FROM search_texts WHERE order_id = $1`, ids[2]);
    expect(await compare()).toEqual([
      { table: 'captures', orderId: ids[0], detail: expect.stringContaining('lacks the row') },
      { table: 'search_texts', orderId: ids[2], detail: expect.stringContaining('lacks the row') },
      {
        table: 'applied_actions',
        orderId: ids[1],
        detail: expect.stringContaining('that the log does not give'),
      },
    ]);
  });

  test('with an order that the log does not have are told', async () => {
    const events = log.events.filter(({ data }) => data.orderId !== ids[1]);
    const found = await compare({ events });
    expect(new Set(found.map(({ orderId }) => orderId))).toEqual(new Set([ids[1]]));
    expect(await compare({ events, broken: new Set([ids[1]!]) })).toEqual([]);
  });
});

describe('an edited value', () => {
  const edited: Readonly<Record<string, (column: string) => string>> = {
    uuid: () => `'00000000-0000-4000-8000-000000000000'`,
    text: (column) => `coalesce(${column}, '') || 'x'`,
    bigint: (column) => `${column} + 1`,
    integer: (column) => `${column} + 1`,
    boolean: (column) => `NOT ${column}`,
    json: () => `'[{"edited": true}]'`,
    'timestamp with time zone': (column) => `${column} + interval '1 ms'`,
  };

  test.each(rebuiltTables)('in any column of %s is told', async (table) => {
    const { rows: columns } = await postgres.pool.query<{ name: string; type: string }>(
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns
       WHERE table_name = $1 AND table_schema = 'public'`,
      [table],
    );
    const some = `SELECT ctid FROM ${table} LIMIT 1`;
    const told: string[] = [];
    for (const { name, type } of columns) {
      const other = edited[type];
      if (other === undefined) throw new Error(`No way to edit ${type}`);
      await edit(`CREATE TABLE kept AS SELECT * FROM ${table}`);
      await edit(`UPDATE ${table} SET ${name} = ${other(name)} WHERE ctid = (${some})`);
      const found = await compare();
      if (found.some((difference) => difference.table === table)) told.push(name);
      await edit(`DELETE FROM ${table}`);
      await edit(`INSERT INTO ${table} SELECT * FROM kept`);
      await edit(`DROP TABLE kept`);
    }
    expect(told).toEqual(columns.map(({ name }) => name));
  });

  test('is told with what it is and what it has to be', async () => {
    await edit(`UPDATE orders SET captured = 1 WHERE order_id = $1`, ids[0]);
    expect(await compare()).toEqual([
      {
        table: 'orders',
        orderId: ids[0],
        detail: `the table orders, row order_id ${ids[0]}: /captured is 1, by the log 9600`,
      },
    ]);
  });
});
