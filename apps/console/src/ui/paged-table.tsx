import { useMemo, useState, type ComponentProps, type ReactNode } from 'react';
import { Button } from './button.js';
import { DataTable } from './data-table.js';

const shownMax = 25;

interface Part<Row> {
  readonly shown: readonly Row[];
  /** Leads to the other rows; absent where all are shown. */
  readonly pager: ReactNode;
}

/**
 * A part at a time of rows that are all here already: an order may have thousands, and a page that
 * draws them all is slow. After the numbers of the rows shown stands the note: "the newest first".
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

/** A table of which a part is shown at a time. */
export const PagedTable = <Row extends object>({ rows, note, ...table }: PagedTableProps<Row>) => {
  const { shown, pager } = usePart(rows, note);
  return (
    <>
      <DataTable {...table} rows={shown} />
      {pager}
    </>
  );
};
