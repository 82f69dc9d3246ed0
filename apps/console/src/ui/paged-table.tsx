import { useMemo, useState, type ComponentProps } from 'react';
import { DataTable } from './data-table.js';

const shownMax = 25;

/**
 * A table of rows that are all here already, a part at a time: an order may have thousands, and a
 * page that draws them all is slow.
 */
export const PagedTable = <Row extends object>({
  rows,
  note,
  ...table
}: ComponentProps<typeof DataTable<Row>> & {
  /** After the numbers of the rows shown: "the newest first". */
  readonly note?: string;
}) => {
  const [page, setPage] = useState(0);
  const last = Math.max(0, Math.ceil(rows.length / shownMax) - 1);
  const at = Math.min(page, last);
  const shown = useMemo(() => rows.slice(at * shownMax, (at + 1) * shownMax), [rows, at]);
  return (
    <>
      <DataTable {...table} rows={shown} />
      {last > 0 && (
        <div className="pager">
          <span>
            {at * shownMax + 1} to {at * shownMax + shown.length} of {rows.length}
            {note !== undefined && `, ${note}`}
          </span>
          <span className="buttons">
            <button
              className="button"
              type="button"
              disabled={at === 0}
              onClick={() => setPage(at - 1)}
            >
              Back
            </button>
            <button
              className="button"
              type="button"
              disabled={at === last}
              onClick={() => setPage(at + 1)}
            >
              Next
            </button>
          </span>
        </div>
      )}
    </>
  );
};
