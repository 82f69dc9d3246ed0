import type { ReactNode } from 'react';

interface PagerProps {
  readonly page: number;
  readonly hasNext: boolean;
  readonly onBack: () => void;
  readonly onNext: () => void;
  readonly isBusy?: boolean;
  readonly children?: ReactNode;
}

/** Pages by cursor: forth one at a time, and back over those that were seen. */
export const Pager = ({ page, hasNext, onBack, onNext, isBusy = false, children }: PagerProps) => (
  <div className="pager">
    <span>{children}</span>
    <span className="buttons">
      <button className="button" type="button" onClick={onBack} disabled={page === 0 || isBusy}>
        Back
      </button>
      <button className="button" type="button" onClick={onNext} disabled={!hasNext || isBusy}>
        Next
      </button>
    </span>
  </div>
);
