import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo, type ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand right-aligned; fixed texts are not broken. */
  readonly kind?: 'number' | 'fixed';
  /** Not shown on a narrow screen. */
  readonly wideOnly?: boolean;
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

const classOf = <Row,>({ kind, wideOnly }: Column<Row>): string =>
  [kind ?? '', wideOnly === true ? 'wide-only' : ''].join(' ').trim();

/** A table of rows that the API gave; it sorts and filters nothing that it has not. */
export const DataTable = <Row extends object>({
  label,
  columns,
  rows,
  empty,
  foot,
}: DataTableProps<Row>) => {
  const helper = useMemo(() => createColumnHelper<typeof features, Row>(), []);
  const defined = useMemo(
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
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: defined, data });
  const classes = new Map(columns.map((column) => [column.id, classOf(column)]));
  if (rows.length === 0) return <div className="empty">{empty}</div>;
  return (
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="table">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" className={classes.get(header.column.id)}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {row.getAllCells().map((cell) => (
                <td key={cell.id} className={classes.get(cell.column.id)}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot !== undefined && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  );
};
