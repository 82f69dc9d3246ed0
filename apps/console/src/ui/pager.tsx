import type { ReactNode } from 'react';
import type { CursorPages } from './use-cursor-pages.js';

interface PagerProps {
  readonly pages: CursorPages;
  readonly nextCursor: string | null;
  readonly isBusy: boolean;
  readonly children?: ReactNode;
}

/** Pages by cursor: forth one at a time, and back over those that were seen. */
export const Pager = ({ pages, nextCursor, isBusy, children }: PagerProps) => (
  <div className="pager">
    <span>{children}</span>
    <span className="buttons">
      <button
        className="button"
        type="button"
        onClick={pages.back}
        disabled={pages.page === 0 || isBusy}
      >
        Back
      </button>
      <button
        className="button"
        type="button"
        onClick={() => nextCursor !== null && pages.next(nextCursor)}
        disabled={nextCursor === null || isBusy}
      >
        Next
      </button>
    </span>
  </div>
);
