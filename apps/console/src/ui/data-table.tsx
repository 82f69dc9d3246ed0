import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo, type ReactNode } from 'react';
import { useKeptFocus } from './use-kept-focus.js';

export interface Column<Row> {
  readonly id: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /**
   * `number` is right-aligned, `fixed` is never wrapped, and `command` holds buttons at the row's
   * end.
   */
  readonly kind?: 'number' | 'fixed' | 'command';
  /**
   * True for the column with the main figure. Narrow screens show each row as a card, and this
   * figure is on the card's first line.
   */
  readonly isMain?: boolean;
}

interface DataTableProps<Row> {
  /** The name of the table, which screen readers read aloud. */
  readonly label: string;
  /**
   * Must be the same array at each rendering, such as a constant or a result of `useMemo`.
   * Otherwise the table is computed anew each time.
   */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Shown instead of the table if there are no rows. */
  readonly empty: ReactNode;
  readonly foot?: ReactNode;
}

const features = tableFeatures({});

/** Gives the columns and rows to the library `@tanstack/react-table`, which computes the cells. */
const useModel = <Row extends object>(columns: readonly Column<Row>[], rows: readonly Row[]) => {
  const defined = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return helper.columns(
      columns.map(({ id, head, cell }) =>
        helper.display({ id, header: () => head, cell: ({ row }) => cell(row.original) }),
      ),
    );
  }, [columns]);
  const data = useMemo(() => [...rows], [rows]);
  return useTable({ features, columns: defined, data });
};

interface Look {
  readonly className: string | undefined;
  /** The column's name. Narrow screens show each row as a card, with this name before the value. */
  readonly label: string | undefined;
}

const classes = { number: 'number', fixed: 'fixed', command: 'command-cell' } as const;

const lookOf = <Row,>({ kind, isMain, head }: Column<Row>): Look => ({
  className:
    [kind && classes[kind], isMain === true && 'main-cell'].filter(Boolean).join(' ') || undefined,
  label: typeof head === 'string' ? head : undefined,
});

interface ModelProps<Row extends object> {
  readonly table: ReturnType<typeof useModel<Row>>;
  /** CSS class and label of each column, by the column's id. */
  readonly looks: ReadonlyMap<string, Look>;
}

const Head = <Row extends object>({ table, looks }: ModelProps<Row>) => (
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
);

const Body = <Row extends object>({ table, looks }: ModelProps<Row>) => (
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
);

/**
 * A table of rows, in the order in which the API sent them. On a narrow screen, CSS turns each row
 * into a card (theme/table.css). The `role` attributes let screen readers still see a table.
 */
export const DataTable = <Row extends object>(props: DataTableProps<Row>) => {
  const { label, columns, rows, empty, foot } = props;
  const table = useModel(columns, rows);
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
        <Head table={table} looks={looks} />
        <Body table={table} looks={looks} />
        {foot !== undefined && <tfoot role="rowgroup">{foot}</tfoot>}
      </table>
    </div>
  );
};
