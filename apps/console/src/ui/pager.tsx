import type { ReactNode } from 'react';
import { Button } from './button.js';
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
