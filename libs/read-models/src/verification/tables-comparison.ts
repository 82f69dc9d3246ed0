import type { ClientBase } from 'pg';
import { readPosition } from '../projection/checkpoint.js';
import { pageStatements, rebuiltTables } from '../tables/rebuilt-tables.js';
import { pageChanges } from '../projection/page-changes.js';
import type { OrderState } from '../projection/order-state.js';
import type { ProjectedEvent, ProjectedSettlementEvent } from '../projection/projection-page.js';
import type { Statement } from '../sql/query.js';
import { rowDifferences, type RowDifference, type UnequalRow } from './differences.js';
import type { AnyTable } from '../sql/table.js';
import { damagedStreamsTable } from '../tables/damaged-streams.js';
import { writeCustomers, type CustomerOpener } from '../tables/order-customers.js';
import { settlements, writeSettlements } from '../tables/settlements.js';

/**
 * The orders whose ids begin with `prefix`, and the events of these orders that the log had when it
 * was read.
 */
export interface ComparedRange {
  /** The first hexadecimal digits of the ids, without dashes; at most 8. */
  readonly prefix: string;
  /** The events of these orders, in the order of the log. */
  readonly events: readonly ProjectedEvent[];
  /**
   * The position up to which the log was read. If the read model has applied later events of an
   * order, the order's events are read again (`readAgain`).
   */
  readonly readTo: bigint;
  /** Ids of orders that are not compared, because their events in the log are at fault. */
  readonly broken: ReadonlySet<string>;
  /** Reads all events of an order from the current log. */
  readonly readAgain: (orderId: string) => AsyncIterable<ProjectedEvent>;
}

/** A single order whose rows are compared. */
export interface ComparedOrder {
  readonly orderId: string;
  readonly history: AsyncIterable<ProjectedEvent>;
}

/** The settlements of one store in one currency. */
export interface ComparedSettlements {
  readonly storeId: string;
  readonly currency: string;
  /** Reads the stream of these settlements from its beginning. */
  readonly read: () => AsyncIterable<ProjectedSettlementEvent>;
}

/**
 * The compared tables with rows of orders. The table of damaged streams is left out, because the
 * verification of the log reports damaged streams.
 */
const orderTables = rebuiltTables.filter(
  ({ name, owner }) => owner === 'order_id' && name !== damagedStreamsTable.name,
);

/**
 * A stream with a faulty event. The projection applies neither this event nor any later event of
 * the stream. `position` and `revision` are those of the faulty event.
 */
export interface DamagedInModel {
  readonly stream: string;
  /**
   * Absent for a deleted stream, because the revision of the deletion is too large for a JavaScript
   * number.
   */
  readonly revision?: number;
  readonly position: bigint;
  readonly reason: string;
}

const damagedMax = 100;
const unequalMax = 1_000;
const historyPageMax = 500;

/**
 * Makes temporary tables with the same names as the tables in use. Afterwards, the name without a
 * schema means the temporary table in this session. Returns the schema of the tables in use.
 */
const makeTables = async (client: ClientBase): Promise<string> => {
  const { rows } = await client.query<{ live: string }>(
    'SELECT quote_ident(current_schema()) AS live',
  );
  const live = rows[0]?.live ?? 'public';
  for (const { name } of rebuiltTables) {
    await client.query(
      `CREATE TEMPORARY TABLE ${name} (LIKE ${live}.${name} INCLUDING ALL) ON COMMIT DELETE ROWS`,
    );
  }
  return live;
};

/**
 * Runs `compare` in a transaction in which all reads show the same moment. The transaction is
 * rolled back, which also empties the temporary tables.
 */
const inSnapshot = async <Result>(
  client: ClientBase,
  compare: () => Promise<Result>,
): Promise<Result> => {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    return await compare();
  } finally {
    await client.query('ROLLBACK');
  }
};

/**
 * Compares the tables of the read model with the log, row by row and column by column (I6 of
 * domain.md). The expected rows are written into temporary tables by the projection's own code,
 * from the log up to the position that the read model has reached. Each range of orders is compared
 * in one short transaction.
 */
export class TablesComparison {
  private constructor(
    private readonly client: ClientBase,
    private readonly live: string,
    private readonly customers: CustomerOpener | undefined,
  ) {}

  /**
   * Makes the temporary tables. Afterwards, a statement of this session must name the schema to
   * reach a table in use. Without `customers`, tables with personal data are not compared, because
   * the log holds personal data encrypted.
   */
  static async begin(client: ClientBase, customers?: CustomerOpener): Promise<TablesComparison> {
    return new TablesComparison(client, await makeTables(client), customers);
  }

  /**
   * Compares all rows of one order in one transaction. The transaction is rolled back, so that the
   * temporary tables do not stay on the connection. `history` must be read only after the
   * transaction has begun, so that it has all events that the read model shows.
   */
  static async compareOrder(
    client: ClientBase,
    { orderId, history }: ComparedOrder,
    customers?: CustomerOpener,
  ): Promise<RowDifference[]> {
    return inSnapshot(client, async () => {
      const live = await makeTables(client);
      const comparison = new TablesComparison(client, live, customers);
      const position = await readPosition(client);
      await comparison.#expectHistory(history, position);
      return comparison.#differing(orderId.replaceAll('-', ''));
    });
  }

  /**
   * The position of the read model; undefined if the one row of the table `projection` is missing.
   */
  async position(): Promise<bigint | undefined> {
    const { rowCount } = await this.client.query('SELECT FROM projection');
    return rowCount === 0 ? undefined : readPosition(this.client);
  }

  /**
   * Compares all orders of the range in one transaction, so that all tables show the same moment.
   */
  async compare(range: ComparedRange): Promise<RowDifference[]> {
    return inSnapshot(this.client, async () => {
      const position = await readPosition(this.client);
      await this.#expect(await this.#eventsUpTo(position, range));
      const found = await this.#differing(range.prefix);
      return found.filter(({ owner }) => !range.broken.has(owner));
    });
  }

  /** The damaged streams of the read model: at most 100, in the order of the log. */
  async damaged(): Promise<DamagedInModel[]> {
    const { rows } = await this.client.query<Record<keyof DamagedInModel, string>>(
      `SELECT stream_id AS stream, revision, position, reason
       FROM ${this.live}.${damagedStreamsTable.name} ORDER BY position LIMIT ${damagedMax}`,
    );
    return rows.map(({ position, revision, ...row }) => ({
      ...row,
      ...(Number.isSafeInteger(Number(revision)) && { revision: Number(revision) }),
      position: BigInt(position),
    }));
  }

  /** The stores and currencies whose settlements the read model shows. */
  async settlementsShown(): Promise<Pick<ComparedSettlements, 'storeId' | 'currency'>[]> {
    const { rows } = await this.client.query<{ storeId: string; currency: string }>(
      `SELECT DISTINCT store_id AS "storeId", currency FROM ${this.live}.${settlements.name} ORDER BY 1, 2`,
    );
    return rows;
  }

  /**
   * Compares the settlements of one store and currency, which are few enough for one transaction.
   */
  async compareSettlements(compared: ComparedSettlements): Promise<RowDifference[]> {
    return inSnapshot(this.client, async () => {
      const position = await readPosition(this.client);
      for await (const event of compared.read()) {
        if (event.position <= position) await this.#write(writeSettlements([event]));
      }
      return this.#unequalRows(settlements, {
        where: 'store_id = $1 AND currency = $2',
        values: [compared.storeId, compared.currency],
      });
    });
  }

  /**
   * Returns the events up to the read model's position. If the read model has applied newer events
   * of an order than `range` has, the order's events are read again from the log.
   */
  async #eventsUpTo(position: bigint, range: ComparedRange): Promise<ProjectedEvent[]> {
    const again = position > range.readTo ? await this.#movedSince(range) : new Set<string>();
    const events = range.events.filter(
      (event) => event.position <= position && !again.has(event.data.orderId),
    );
    for (const orderId of again) {
      for await (const event of range.readAgain(orderId)) {
        if (event.position <= position) events.push(event);
      }
    }
    return events;
  }

  /** The orders to which the read model has applied an event later than `readTo`. */
  async #movedSince({ prefix, readTo, broken }: ComparedRange): Promise<Set<string>> {
    const { rows } = await this.client.query<{ order_id: string }>(
      `SELECT order_id FROM ${this.live}.orders
       WHERE order_id BETWEEN $1 AND $2 AND position > $3`,
      [...boundsOf(prefix), String(readTo)],
    );
    return new Set(rows.map(({ order_id }) => order_id).filter((orderId) => !broken.has(orderId)));
  }

  get #comparedTables(): readonly AnyTable[] {
    return this.customers === undefined
      ? orderTables.filter(({ personal }) => personal.length === 0)
      : orderTables;
  }

  /**
   * Writes the rows that follow from the events. `states` has the orders before these events, and
   * is updated.
   */
  async #expect(
    events: readonly ProjectedEvent[],
    states = new Map<string, OrderState>(),
  ): Promise<void> {
    if (events.length === 0) return;
    const changes = pageChanges(events, states);
    for (const [orderId, { after }] of changes.orders) states.set(orderId, after);
    await this.#write(pageStatements(changes));
    if (this.customers === undefined) return;
    await this.#write(await writeCustomers(this.client, events, this.customers));
  }

  async #write(statements: readonly Statement[]): Promise<void> {
    for (const { text, values } of statements) await this.client.query(text, [...values]);
  }

  /** The differences of the orders whose ids begin with this prefix. */
  async #differing(prefix: string): Promise<RowDifference[]> {
    const rows = {
      where: 'order_id BETWEEN $1 AND $2',
      values: boundsOf(prefix),
    };
    const found: RowDifference[] = [];
    for (const table of this.#comparedTables) found.push(...(await this.#unequalRows(table, rows)));
    return found;
  }

  /**
   * Writes the expected rows of one order, some events at a time, so that a long history fits in
   * memory.
   */
  async #expectHistory(history: AsyncIterable<ProjectedEvent>, position: bigint): Promise<void> {
    const states = new Map<string, OrderState>();
    let page: ProjectedEvent[] = [];
    for await (const event of history) {
      if (event.position > position) break;
      page.push(event);
      if (page.length < historyPageMax) continue;
      await this.#expect(page, states);
      page = [];
    }
    await this.#expect(page, states);
  }

  async #unequalRows(table: AnyTable, { where, values }: RowsOfTable): Promise<RowDifference[]> {
    const { rows } = await this.client.query<UnequalRow>(
      `SELECT owner, row, CASE WHEN sum(side) > 0 THEN 'found' ELSE 'expected' END AS side
       FROM (
         SELECT ${table.owner} AS owner, to_jsonb(t) AS row, 1 AS side
         FROM ${this.live}.${table.name} AS t
         WHERE ${where}
         UNION ALL
         SELECT ${table.owner}, to_jsonb(t), -1 FROM pg_temp.${table.name} AS t
       ) AS both_sides
       GROUP BY owner, row HAVING sum(side) <> 0
       ORDER BY owner LIMIT ${unequalMax}`,
      [...values],
    );
    return rowDifferences(table, rows);
  }
}

interface RowsOfTable {
  /** An SQL condition that selects the compared rows. */
  readonly where: string;
  readonly values: readonly string[];
}

const uuidDigits = 32;

const boundsOf = (prefix: string): [string, string] => [
  prefix.padEnd(uuidDigits, '0'),
  prefix.padEnd(uuidDigits, 'f'),
];
