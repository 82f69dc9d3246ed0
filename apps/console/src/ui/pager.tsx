import type { ReactNode } from 'react';

interface PagerProps {
  readonly page: number;
  readonly nextCursor: string | null;
  readonly onBack: () => void;
  readonly onNext: (cursor: string) => void;
  readonly isBusy?: boolean;
  readonly children?: ReactNode;
}

/** Pages by cursor: forth one at a time, and back over those that were seen. */
export const Pager = ({
  page,
  nextCursor,
  onBack,
  onNext,
  isBusy = false,
  children,
}: PagerProps) => (
  <div className="pager">
    <span>{children}</span>
    <span className="buttons">
      <button className="button" type="button" onClick={onBack} disabled={page === 0 || isBusy}>
        Back
      </button>
      <button
        className="button"
        type="button"
        onClick={() => nextCursor !== null && onNext(nextCursor)}
        disabled={nextCursor === null || isBusy}
      >
        Next
      </button>
    </span>
  </div>
);
