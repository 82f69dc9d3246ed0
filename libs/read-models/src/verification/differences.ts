import { without } from '#ledger';
import type { Order, OrderRefund } from '#ledger';
import type { OrderView } from '../orders/order-view.js';
import { shownPayment } from '../projection/order-state.js';
import type { AnyTable } from '../sql/table.js';
import type { ShownRefund } from '../tables/refunds.js';

type Row = Readonly<Record<string, unknown>>;

type ReportedTable = Pick<AnyTable, 'name' | 'ids' | 'personal'>;

/**
 * A row with different values in the read model and in the log, or a row that only one of them has.
 */
export interface RowDifference {
  readonly table: string;
  /** The id of the order or settlement to which the row belongs. */
  readonly owner: string;
  readonly detail: string;
  /**
   * The position of the event from which the row was made; absent if the table has no column
   * `position`.
   */
  readonly position?: bigint;
}

/** A row that only one side has: the read model (`found`) or the log (`expected`). */
export interface UnequalRow {
  readonly side: 'found' | 'expected';
  readonly owner: string;
  readonly row: Row;
}

/**
 * Describes the differences between the read model and the log. `rows` are the rows that only one
 * of them has. Two rows with the same ids are reported as one row with different values.
 */
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
  `the table ${table.name} has a row that does not follow from the log: ${idsOf(table, row)}`;

const shownMax = 5;

const unequal = (table: ReportedTable, found: Row, expected: Row): string => {
  const all = differences(found, expected);
  const shown = all.slice(0, shownMax).map(({ pointer, ...values }) => {
    if (isPersonal(table, pointer)) return `${pointer} differs from the log`;
    const [is, due] = [JSON.stringify(values.found), JSON.stringify(values.expected)];
    return `${pointer} is ${is}, by the log ${due}`;
  });
  const more = all.length > shownMax ? [`and ${all.length - shownMax} more`] : [];
  return `the table ${table.name}, row ${idsOf(table, found)}: ${[...shown, ...more].join('; ')}`;
};

/** True for a value of personal data, which a report does not show (docs/personal-data.md). */
const isPersonal = ({ personal }: ReportedTable, pointer: string): boolean =>
  personal.some((name) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));

const idsOf = ({ ids }: ReportedTable, row: Row): string =>
  ids.map((name) => `${name} ${String(row[name])}`).join(', ');

/**
 * The differences between an order in the read model and the state that the ledger computes from
 * the order's events (I6 of domain.md); empty if there are none. `order` must end at the revision
 * of `view`.
 */
export const compareWithFold = (view: OrderView, order: Order): Difference[] =>
  // Three fields are not compared. The fold does not have the customer, who is encrypted in the
  // log. It does not have the gateway's reason for refusing a refund. The position is taken from
  // `view`.
  differences(
    { ...view, customer: undefined, refunds: view.refunds.map(foldedRefund) },
    viewOf(order, view.position),
  );

const foldedRefund = (refund: ShownRefund): OrderRefund => without(refund, 'failure');

/**
 * The state of an order, computed from its events, in the form of the read model. `position` is the
 * log position of the last of these events.
 */
export const viewOf = (order: Order, position: bigint): OrderView => ({
  ...order.balance,
  revision: order.revision,
  position,
  captures: [...order.captures.values()],
  refunds: [...(order.refunds?.made.values() ?? [])],
  reauthorizations: [...(order.reauthorizations?.made.values() ?? [])],
  ...shownPayment(order.balance, order.payment),
  ...terminalIntentsIn(order),
});

const terminalIntentsIn = ({ payment }: Order): Pick<OrderView, 'terminalIntents'> => {
  const made = [...(payment.terminalIntents?.values() ?? [])];
  return made.length === 0 ? {} : { terminalIntents: made };
};

/** A place at which two values differ that should be equal. */
export interface Difference {
  /** JSON pointer (RFC 6901) to the differing value. */
  readonly pointer: string;
  readonly found: unknown;
  readonly expected: unknown;
}

/** All differences between two JSON-like values. An absent property equals an undefined one. */
export const differences = (found: unknown, expected: unknown, pointer = ''): Difference[] => {
  if (Object.is(found, expected)) return [];
  if (!isComposite(found) || !isComposite(expected) || isList(found) !== isList(expected))
    return [{ pointer, found, expected }];
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  return [...names].flatMap((name) =>
    differences(found[name], expected[name], `${pointer}/${escaped(name)}`),
  );
};

const isComposite = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isList = (value: object): boolean => Array.isArray(value);

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
