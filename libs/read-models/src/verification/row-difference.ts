import { differences } from './compare-with-fold.js';
import type { AnyTable } from '../sql/table.js';

type Row = Readonly<Record<string, unknown>>;

type ReportedTable = Pick<AnyTable, 'name' | 'ids' | 'personal'>;

/** A row of the read model that the log does not give, or the other way round. */
export interface RowDifference {
  readonly table: string;
  /** Whose row it is: the id of an order or of a settlement. */
  readonly owner: string;
  readonly detail: string;
  /** Where in the log the row comes from, of a table that says so. */
  readonly position?: bigint;
}

/** A row that only one side has. */
export interface UnequalRow {
  readonly side: 'found' | 'expected';
  readonly owner: string;
  readonly row: Row;
}

/** Says of rows that only one of two sides has what differs; rows with the same ids are taken for the same row. */
export const rowDifferences = (
  table: ReportedTable,
  rows: readonly UnequalRow[],
): RowDifference[] => {
  const expected = new Map<string, UnequalRow[]>();
  for (const one of rows) {
    const ids = idsOf(table, one.row);
    if (one.side === 'expected') expected.set(ids, [...(expected.get(ids) ?? []), one]);
  }
  const said: RowDifference[] = [];
  for (const { side, owner, row } of rows) {
    if (side === 'expected') continue;
    const other = expected.get(idsOf(table, row))?.shift()?.row;
    const detail = other === undefined ? surplus(table, row) : unequal(table, row, other);
    said.push({ table: table.name, owner, detail, ...placeOf(other ?? row) });
  }
  for (const { owner, row } of [...expected.values()].flat()) {
    const detail = `the table ${table.name} lacks the row ${idsOf(table, row)}`;
    said.push({ table: table.name, owner, detail, ...placeOf(row) });
  }
  return said;
};

const placeOf = ({ position }: Row): { position?: bigint } =>
  typeof position === 'number' ? { position: BigInt(position) } : {};

const surplus = (table: ReportedTable, row: Row): string =>
  `the table ${table.name} has a row that the log does not give: ${idsOf(table, row)}`;

const shownMax = 5;

const unequal = (table: ReportedTable, found: Row, expected: Row): string => {
  const all = differences(found, expected);
  const shown = all.slice(0, shownMax).map(({ pointer, ...values }) => {
    if (isPersonal(table, pointer)) return `${pointer} is not what the log says`;
    const [is, due] = [JSON.stringify(values.found), JSON.stringify(values.expected)];
    return `${pointer} is ${is}, by the log ${due}`;
  });
  const more = all.length > shownMax ? [`and ${all.length - shownMax} more`] : [];
  return `the table ${table.name}, row ${idsOf(table, found)}: ${[...shown, ...more].join('; ')}`;
};

/** Personal data are not repeated in a report (docs/personal-data.md). */
const isPersonal = ({ personal }: ReportedTable, pointer: string): boolean =>
  personal.some((name) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));

const idsOf = ({ ids }: ReportedTable, row: Row): string =>
  ids.map((name) => `${name} ${String(row[name])}`).join(', ');
