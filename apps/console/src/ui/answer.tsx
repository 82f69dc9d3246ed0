import type { ReactNode } from 'react';
import { Fault } from './notice.js';
import type { ReadList } from './use-all.js';

interface AnswerProps<Data> {
  /** The result of `useQuery`. */
  readonly of: {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
  /** Shown before the first answer, such as "Reading the lines". */
  readonly loading?: string;
  readonly children: (data: Data) => ReactNode;
}

/**
 * Shows the data of a query. A failure is shown above the data of the last success, with a button
 * to try again.
 */
export const Answer = <Data,>({
  of: { data, error, refetch },
  loading,
  children,
}: AnswerProps<Data>) => (
  <>
    {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
    {data === undefined
      ? error === null && <Loading {...(loading !== undefined && { what: loading })} />
      : children(data)}
  </>
);

export const Loading = ({ what = 'Loading' }: { what?: string }) => (
  <p className="loading" role="status">
    {what}…
  </p>
);

/** Says that a list has more items than the page shows. */
export const CutNote = ({ of: { items, isWhole } }: { of: ReadList<unknown> }) =>
  isWhole ? null : (
    <p className="pager" role="status">
      There are more: only the first {items.length.toLocaleString()} are shown.
    </p>
  );
