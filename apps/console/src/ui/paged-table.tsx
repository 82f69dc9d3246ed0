import { useMemo, useState, type ComponentProps, type ReactNode } from 'react';
import { Button } from './buttons.js';
import { DataTable } from './data-table.js';

const shownMax = 25;

interface Part<Row> {
  readonly shown: readonly Row[];
  /** The buttons to the next and previous rows; null if all rows fit on one page. */
  readonly pager: ReactNode;
}

/**
 * Shows 25 rows of a complete list at a time, because drawing thousands of rows of one order is
 * slow. `note` is shown below the rows and says how they are sorted, such as "the newest first".
 */
export const usePart = <Row,>(rows: readonly Row[], note?: string): Part<Row> => {
  const [page, setPage] = useState(0);
  const last = Math.max(0, Math.ceil(rows.length / shownMax) - 1);
  const at = Math.min(page, last);
  const shown = useMemo(() => rows.slice(at * shownMax, (at + 1) * shownMax), [rows, at]);
  if (last === 0) return { shown, pager: null };
  const pager = (
    <div className="pager">
      <span>
        {at * shownMax + 1} to {at * shownMax + shown.length} of {rows.length}
        {note !== undefined && `, ${note}`}
      </span>
      <span className="buttons">
        <Button isOff={at === 0} onPress={() => setPage(at - 1)}>
          Back
        </Button>
        <Button isOff={at === last} onPress={() => setPage(at + 1)}>
          Next
        </Button>
      </span>
    </div>
  );
  return { shown, pager };
};

type PagedTableProps<Row extends object> = ComponentProps<typeof DataTable<Row>> & {
  readonly note?: string;
};

/** A table that shows 25 of its rows at a time, with buttons to the next and previous rows. */
export const PagedTable = <Row extends object>({ rows, note, ...table }: PagedTableProps<Row>) => {
  const { shown, pager } = usePart(rows, note);
  return (
    <>
      <DataTable {...table} rows={shown} />
      {pager}
    </>
  );
};
