import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo, type ReactNode } from 'react';
import { useKeptFocus } from './use-kept-focus.js';

export interface Column<Row> {
  readonly id: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand right-aligned; fixed texts are not broken; commands are buttons. */
  readonly kind?: 'number' | 'fixed' | 'command';
  /** On a narrow screen beside the first column, which is the name of the row. */
  readonly isMain?: boolean;
}

interface DataTableProps<Row> {
  /** Says what the table holds, to those who cannot see it. */
  readonly label: string;
  /** Made once, or by `useMemo`. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly empty: ReactNode;
  readonly foot?: ReactNode;
}

const features = tableFeatures({});

interface Look {
  readonly className: string | undefined;
  /** The name of the column, before each value where a row is shown as a card. */
  readonly label: string | undefined;
}

const classes = { number: 'number', fixed: 'fixed', command: 'command-cell' } as const;

const lookOf = <Row,>({ kind, isMain, head }: Column<Row>): Look => ({
  className:
    [kind && classes[kind], isMain === true && 'main-cell'].filter(Boolean).join(' ') || undefined,
  label: typeof head === 'string' ? head : undefined,
});

/** The columns as the table library has them. */
const useDefined = <Row extends object>(columns: readonly Column<Row>[]) => {
  const helper = useMemo(() => createColumnHelper<typeof features, Row>(), []);
  return useMemo(
    () =>
      helper.columns(
        columns.map((column) =>
          helper.display({
            id: column.id,
            header: () => column.head,
            cell: ({ row }) => column.cell(row.original),
          }),
        ),
      ),
    [helper, columns],
  );
};

/**
 * A table of rows that the API gave; it sorts and filters nothing that it has not. On a narrow
 * screen each row is a card (theme/table.css); the roles keep it a table for those who listen.
 */
export const DataTable = <Row extends object>(props: DataTableProps<Row>) => {
  const { label, columns, rows, empty, foot } = props;
  const defined = useDefined(columns);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: defined, data });
  const looks = new Map(columns.map((column) => [column.id, lookOf(column)]));
  const kept = useKeptFocus<HTMLDivElement>();
  if (rows.length === 0)
    return (
      <div className="empty" tabIndex={-1} {...kept}>
        {empty}
      </div>
    );
  return (
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0} {...kept}>
      <table className="table" role="table" aria-label={label}>
        <thead role="rowgroup">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} role="row">
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  role="columnheader"
                  scope="col"
                  className={looks.get(header.column.id)?.className}
                >
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody role="rowgroup">
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} role="row">
              {row.getAllCells().map((cell) => (
                <td
                  key={cell.id}
                  role="cell"
                  className={looks.get(cell.column.id)?.className}
                  data-label={looks.get(cell.column.id)?.label}
                >
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot !== undefined && <tfoot role="rowgroup">{foot}</tfoot>}
      </table>
    </div>
  );
};
