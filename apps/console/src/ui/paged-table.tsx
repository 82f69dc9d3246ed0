import { useMemo, useState, type ComponentProps, type ReactNode } from 'react';
import { Button } from './buttons.js';
import { DataTable } from './data-table.js';

const shownMax = 25;

interface Part<Row> {
  readonly shown: readonly Row[];
  /** Buttons to the other rows; null if all rows are shown. */
  readonly pager: ReactNode;
}

/**
 * Shows 25 rows at a time of a list that was read as a whole: an order may have thousands of rows,
 * and a page that draws them all is slow. `note` says how they are sorted: "the newest first".
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

/** A table that shows 25 of its rows at a time. */
export const PagedTable = <Row extends object>({ rows, note, ...table }: PagedTableProps<Row>) => {
  const { shown, pager } = usePart(rows, note);
  return (
    <>
      <DataTable {...table} rows={shown} />
      {pager}
    </>
  );
};
