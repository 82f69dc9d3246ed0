import { differences } from './difference.js';

type Row = Readonly<Record<string, unknown>>;

/** A row of the read model that the log does not give, or the other way round. */
export interface RowDifference {
  readonly table: string;
  readonly orderId: string;
  readonly detail: string;
}

/** A row that only one side has. */
export interface UnequalRow {
  readonly side: 'found' | 'expected';
  readonly order_id: string;
  readonly row: Row;
}

/** Says of rows that only one of two sides has what differs; rows with the same ids are taken for the same row. */
export const rowDifferences = (table: string, rows: readonly UnequalRow[]): RowDifference[] => {
  const expected = new Map<string, Row[]>();
  for (const { side, row } of rows) {
    if (side === 'expected') expected.set(idsOf(row), [...(expected.get(idsOf(row)) ?? []), row]);
  }
  const said: RowDifference[] = [];
  for (const { side, order_id: orderId, row } of rows) {
    if (side === 'expected') continue;
    const other = expected.get(idsOf(row))?.shift();
    said.push({
      table,
      orderId,
      detail: other === undefined ? surplus(table, row) : unequal(table, row, other),
    });
  }
  for (const row of [...expected.values()].flat()) {
    const orderId = String(row['order_id']);
    said.push({ table, orderId, detail: `the table ${table} lacks the row ${idsOf(row)}` });
  }
  return said;
};

const surplus = (table: string, row: Row): string =>
  `the table ${table} has a row that the log does not give: ${idsOf(row)}`;

const shownMax = 5;

const unequal = (table: string, found: Row, expected: Row): string => {
  const all = differences(found, expected);
  const shown = all.slice(0, shownMax).map(({ pointer, ...values }) => {
    const [is, due] = [JSON.stringify(values.found), JSON.stringify(values.expected)];
    return `${pointer} is ${is}, by the log ${due}`;
  });
  const more = all.length > shownMax ? [`and ${all.length - shownMax} more`] : [];
  return `the table ${table}, row ${idsOf(found)}: ${[...shown, ...more].join('; ')}`;
};

const idsOf = (row: Row): string =>
  Object.entries(row)
    .filter(([name]) => name.endsWith('_id') && !otherIds.has(name))
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

/** Ids that do not name the row. */
const otherIds = new Set(['store_id', 'correlation_id']);
