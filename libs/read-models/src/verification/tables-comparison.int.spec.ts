import { beforeEach, describe, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';
import type { LedgerProjection } from '../projection/ledger-projection.js';
import { rebuiltNames } from '../tables/rebuilt-tables.js';
import { SettledLog } from '../testing/settled-log.js';
import { capture, command, expire, placedAt, register, store } from '../testing/commands.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { useProjection } from '../testing/use-projection.js';
import type { RowDifference } from './differences.js';
import { TablesComparison, type ComparedRange } from './tables-comparison.js';
/**
 * The tables that this test compares. Customers need keys, and are tested in
 * `customers.int.spec.ts`.
 */
const tablesHere = rebuiltNames.filter(
  (table) => table !== 'order_customers' && table !== 'damaged_streams',
);

const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);
let log: RecordedLog;
let settled: SettledLog;
let comparison: TablesComparison;
let projection: LedgerProjection;
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
  const card = register({ orderNumber: '9', paymentMethod: 'card' });
  const taken = capture(card.orderId, 28_500);
  const [settling, refunding, ended] = [1, 2, 3].map(() => command(card.orderId, placedAt));
  log.accept(
    ...[card, taken],
    { type: 'SettleCapture', ...settling!, data: { captureId: taken.actionId } },
    { type: 'RefundOrder', ...refunding!, data: { amount: minor(100), items: [] } },
    { type: 'SettleRefund', ...ended!, data: { refundId: refunding!.actionId } },
  );
  const settledTo = log.events.length;
  const pending = register({
    ...{ orderNumber: '10', paymentMethod: 'card' },
    authorization: { status: 'pending' },
  });
  const intent = { paymentIntent: 'pi_1', metadata: { a: 'b' }, paymentMethods: ['card_present'] };
  log.accept(pending, {
    ...{ type: 'CreateTerminalIntent', ...command(pending.orderId, placedAt) },
    data: { ...intent, captureMethod: 'manual' },
  });
  ({ projection } = await projector());
  comparison = await TablesComparison.begin((await projector()).client);
  settled = new SettledLog(log, (index) => index % 5 === 4 && index < settledTo);
  await projection.apply(settled.page(0, log.events.length));
});

/** All events of an order, as the log has them now. */
const historyOf = (orderId: string) =>
  readOf(log.events.filter(({ data }) => data.orderId === orderId));

const compare = (range: Partial<ComparedRange> = {}): Promise<RowDifference[]> =>
  comparison.compare({
    ...{ prefix: '', events: log.events, broken: new Set<string>() },
    ...{ readTo: log.position, readAgain: historyOf },
    ...range,
  });

/**
 * Compares the settlements of the test's store, and of any other store that the read model shows.
 */
const compareSettlements = async (): Promise<RowDifference[]> => {
  const shown = await comparison.settlementsShown();
  const found: RowDifference[] = [];
  for (const of of [{ storeId: store, currency: 'SEK' }, ...shown]) {
    const own = settled.settlements.filter(
      ({ data }) => data.storeId === of.storeId && data.currency === of.currency,
    );
    found.push(...(await comparison.compareSettlements({ ...of, read: () => readOf(own) })));
  }
  return found;
};

async function* readOf<Event>(events: readonly Event[]) {
  await Promise.resolve();
  yield* events;
}

const edit = (sql: string, ...values: unknown[]) => postgres.pool.query(sql, values);

describe('the tables', () => {
  test('are what the log gives, and in every range', async () => {
    expect(await compare()).toEqual([]);
    expect(await compareSettlements()).toEqual([]);
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
    expect(await compare({ events, readTo })).toMatchObject([{ table: 'captures', owner: ids[0] }]);
  });

  test('with a row missing or too many are told', async () => {
    await edit(`DELETE FROM captures WHERE amount = 100`);
    await edit(`INSERT INTO applied_actions VALUES ($1, 'somebody')`, ids[1]);
    await edit(`DELETE FROM search_texts WHERE order_id = $1`, ids[2]);
    expect(await compare()).toEqual([
      { table: 'captures', owner: ids[0], detail: expect.stringContaining('lacks the row') },
      { table: 'search_texts', owner: ids[2], detail: expect.stringContaining('lacks the row') },
      {
        table: 'applied_actions',
        owner: ids[1],
        detail: expect.stringContaining('that does not follow from the log'),
      },
    ]);
  });

  test('with an order that the log does not have are told', async () => {
    const events = log.events.filter(({ data }) => data.orderId !== ids[1]);
    const found = await compare({ events });
    expect(new Set(found.map(({ owner }) => owner))).toEqual(new Set([ids[1]]));
    expect(await compare({ events, broken: new Set([ids[1]!]) })).toEqual([]);
  });
});

describe('settlements', () => {
  test('may be behind the log', async () => {
    await edit('UPDATE projection SET position = $1', settled.settlements[0]!.position);
    await edit(`UPDATE settlements SET totals = NULL, stated_at = NULL, paid_out_at = NULL,
      paid_on = NULL, payout_reference = NULL WHERE number = 1`);
    await edit('DELETE FROM settlements WHERE number > 1');
    expect(await compareSettlements()).toEqual([]);
  });

  test('missing, or of a store that the log knows nothing of, are told', async () => {
    const { settlementId: owner } = settled.settlements[0]!.data;
    await edit(`UPDATE settlements SET store_id = 'other', currency = 'x' WHERE number = 1`);
    const table = 'settlements';
    expect(await compareSettlements()).toMatchObject([
      { table, owner, detail: expect.stringContaining('lacks the row') },
      { table, owner, detail: expect.stringContaining('that does not follow from the log') },
    ]);
  });
});

test('streams that were set aside are named, a deleted one without a revision', async () => {
  const last = 2n ** 63n - 1n;
  for (const [stream, revision, position] of [
    ['order-deleted', last, 7],
    ['order-faulty', 3n, 5],
  ] as const)
    await edit(
      `INSERT INTO damaged_streams (stream_id, position, revision, event_type, reason, noticed_at)
       VALUES ($1, $2, $3, 'x', 'at fault', now())`,
      ...[stream, position, revision],
    );
  expect(await comparison.damaged()).toEqual([
    { stream: 'order-faulty', revision: 3, position: 5n, reason: 'at fault' },
    { stream: 'order-deleted', position: 7n, reason: 'at fault' },
  ]);
});

test('a position that is missing is told', async () => {
  expect(await comparison.position()).toBeGreaterThan(0n);
  await edit('DELETE FROM projection');
  expect(await comparison.position()).toBeUndefined();
});

test('every table of the read models is compared', async () => {
  const { rows } = await postgres.pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const itself = ['projection', 'schema_migrations', 'settlement_problems'];
  const tables = rows.map(({ name }) => name).filter((name) => !itself.includes(name));
  expect(tables.toSorted()).toEqual(rebuiltNames.toSorted());
});

describe('an edited value', () => {
  const edited: Readonly<Record<string, (column: string) => string>> = {
    uuid: () => `'00000000-0000-4000-8000-000000000000'`,
    text: (column) => `coalesce(${column}, '') || 'x'`,
    bigint: (column) => `coalesce(${column}, 0) + 1`,
    integer: (column) => `coalesce(${column}, 0) + 1`,
    date: (column) => `coalesce(${column}, current_date) + 1`,
    boolean: (column) => `NOT ${column}`,
    json: () => `'[{"edited": true}]'`,
    'timestamp with time zone': (column) => `coalesce(${column}, now()) + interval '1 ms'`,
  };

  test.each(tablesHere)('in any column of %s is told', async (table) => {
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
      const found = await (table === 'settlements' ? compareSettlements() : compare());
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
        owner: ids[0],
        detail: `the table orders, row order_id ${ids[0]}: /captured is 1, by the log 9600`,
        position: log.events.findLast(({ data }) => data.orderId === ids[0])!.position,
      },
    ]);
  });

  test('of a line of a settlement is told with the place of its event', async () => {
    const refund = log.events.find(({ type }) => type === 'OrderRefunded')!;
    await edit(`UPDATE settlement_lines SET amount = 51 WHERE position = $1`, refund.position);
    expect(await compare()).toEqual([
      {
        table: 'settlement_lines',
        owner: refund.data.orderId,
        detail: expect.stringMatching(/: \/amount is 51, by the log 50$/),
        position: refund.position,
      },
    ]);
  });
});

describe('one order by itself', () => {
  const compareOrder = async (orderId: string): Promise<RowDifference[]> => {
    const client = await postgres.pool.connect();
    try {
      const history = historyOf(orderId);
      return await TablesComparison.compareOrder(client, { orderId, history });
    } finally {
      client.release();
    }
  };

  test('is what the log gives, over pages of its history and behind the log as well', async () => {
    for (const orderId of ids) expect(await compareOrder(orderId)).toEqual([]);
    log.accept(...Array.from({ length: 60 }, (_, index) => capture(ids[0]!, 10 + index)));
    expect(await compareOrder(ids[0]!)).toEqual([]);
    await projection.apply(log.page(log.events.length - 60));
    expect(await compareOrder(ids[0]!)).toEqual([]);
  });

  /** For each SQL type of a column, an expression that turns a value `$` into a different one. */
  const changes: Readonly<Record<string, string>> = {
    text: `coalesce($, '') || 'x'`,
    integer: 'coalesce($, 0) + 1',
    smallint: 'coalesce($, 0) + 1',
    bigint: 'coalesce($, 0) + 1',
    boolean: 'NOT coalesce($, false)',
    uuid: 'gen_random_uuid()',
    json: `'{"other": 1}'::json`,
    jsonb: `'{"other": 1}'::jsonb`,
    'timestamp with time zone': `coalesce($, now()) + interval '1 day'`,
    ARRAY: `array_append($, 'x')`,
  };

  test('with any column of any row changed is told: none can be forgotten', async () => {
    const { rows: columns } = await postgres.pool.query<
      Record<'table' | 'column' | 'type', string>
    >(
      `SELECT table_name AS table, column_name AS column, data_type AS type
       FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name = ANY ($1) AND is_generated = 'NEVER'`,
      [tablesHere.filter((table) => table !== 'settlements')],
    );
    expect(columns.length).toBeGreaterThan(50);
    const untold: string[] = [];
    for (const { table, column, type } of columns) {
      const owners = await edit(`SELECT DISTINCT order_id FROM ${table}`);
      const [orderId] = owners.rows.map((row: { order_id: string }) => row.order_id);
      if (orderId === undefined) throw new Error(`${table} has no row to change`);
      const change = changes[type]?.replaceAll('$', column);
      if (change === undefined) throw new Error(`${table}.${column}: how to change a ${type}?`);
      const where = `WHERE ctid = (SELECT ctid FROM ${table} WHERE order_id = $1 LIMIT 1)`;
      await edit(`CREATE TABLE kept AS TABLE ${table}`);
      await edit(`UPDATE ${table} SET ${column} = ${change} ${where}`, orderId);
      const found = await compareOrder(orderId);
      if (!found.some((one) => one.table === table)) untold.push(`${table}.${column}`);
      await edit(`DELETE FROM ${table}`);
      await edit(`INSERT INTO ${table} SELECT * FROM kept`);
      await edit('DROP TABLE kept');
    }
    expect(untold).toEqual([]);
    for (const orderId of ids) expect(await compareOrder(orderId)).toEqual([]);
  });
});
