import { differences } from './compare-with-fold.js';

type Row = Readonly<Record<string, unknown>>;

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
export const rowDifferences = (table: string, rows: readonly UnequalRow[]): RowDifference[] => {
  const expected = new Map<string, UnequalRow[]>();
  for (const one of rows) {
    const ids = idsOf(one.row);
    if (one.side === 'expected') expected.set(ids, [...(expected.get(ids) ?? []), one]);
  }
  const said: RowDifference[] = [];
  for (const { side, owner, row } of rows) {
    if (side === 'expected') continue;
    const other = expected.get(idsOf(row))?.shift()?.row;
    const detail = other === undefined ? surplus(table, row) : unequal(table, row, other);
    said.push({ table, owner, detail, ...placeOf(other ?? row) });
  }
  for (const { owner, row } of [...expected.values()].flat()) {
    const detail = `the table ${table} lacks the row ${idsOf(row)}`;
    said.push({ table, owner, detail, ...placeOf(row) });
  }
  return said;
};

const placeOf = ({ position }: Row): { position?: bigint } =>
  typeof position === 'number' ? { position: BigInt(position) } : {};

const surplus = (table: string, row: Row): string =>
  `the table ${table} has a row that the log does not give: ${idsOf(row)}`;

const shownMax = 5;

const unequal = (table: string, found: Row, expected: Row): string => {
  const all = differences(found, expected);
  const shown = all.slice(0, shownMax).map(({ pointer, ...values }) => {
    if (isPersonal(pointer)) return `${pointer} is not what the log says`;
    const [is, due] = [JSON.stringify(values.found), JSON.stringify(values.expected)];
    return `${pointer} is ${is}, by the log ${due}`;
  });
  const more = all.length > shownMax ? [`and ${all.length - shownMax} more`] : [];
  return `the table ${table}, row ${idsOf(found)}: ${[...shown, ...more].join('; ')}`;
};

/** Personal data are not repeated in a report (docs/personal-data.md). */
const isPersonal = (pointer: string): boolean =>
  /^\/(?:customer|search_text)(?:\/|$)/.test(pointer);

const idsOf = (row: Row): string =>
  Object.entries(row)
    .filter(([name]) => name.endsWith('_id') && !otherIds.has(name))
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

/** Ids that do not name the row. */
const otherIds = new Set(['store_id', 'correlation_id', 'key_id']);
