import { type ReactNode, useState } from 'react';
import { Button } from './buttons.js';

interface PagerProps {
  readonly pages: CursorPages;
  readonly nextCursor: string | null;
  readonly isBusy: boolean;
  readonly children?: ReactNode;
}

/** Buttons for the next page of a list and for the pages that were shown before. */
export const Pager = ({ pages, nextCursor, isBusy, children }: PagerProps) => (
  <div className="pager">
    <span>{children}</span>
    <span className="buttons">
      <Button isOff={pages.page === 0 || isBusy} onPress={pages.back}>
        Back
      </Button>
      <Button
        isOff={nextCursor === null || isBusy}
        onPress={() => nextCursor !== null && pages.next(nextCursor)}
      >
        Next
      </Button>
    </span>
  </div>
);

interface Trail {
  /** A text that names the list and its filters. The cursors are valid only for that list. */
  readonly list: string;
  /**
   * The cursors that led from the first page to the current one. Empty on the first page. "Back"
   * removes the last.
   */
  readonly cursors: readonly string[];
}

interface CursorPages {
  readonly cursor: string | undefined;
  /** Number of the page, from 0. */
  readonly page: number;
  readonly back: () => void;
  readonly next: (cursor: string) => void;
}

/**
 * Remembers which page of a list is shown. When `list` changes, such as by a new filter, the first
 * page is shown again.
 */
export const useCursorPages = (list: string): CursorPages => {
  const [trail, setTrail] = useState<Trail>({ list, cursors: [] });
  const cursors = trail.list === list ? trail.cursors : [];
  return {
    cursor: cursors.at(-1),
    page: cursors.length,
    back: () => {
      setTrail({ list, cursors: cursors.slice(0, -1) });
    },
    next: (cursor) => {
      setTrail({ list, cursors: [...cursors, cursor] });
    },
  };
};
