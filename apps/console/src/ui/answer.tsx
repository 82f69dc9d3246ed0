import type { ReactNode } from 'react';
import { Fault } from './notice.js';
import type { ReadList } from './use-all.js';

interface AnswerProps<Data> {
  /** The result of the query to show. */
  readonly of: {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
  /** The text shown until the first answer arrives, such as "Reading the lines". */
  readonly loading?: string;
  readonly children: (data: Data) => ReactNode;
}

/**
 * Shows the data of a query. If a later read fails, its error is shown above the older data, with a
 * button to try again.
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

/** Warns that the list has more items than were read and shown. */
export const CutNote = ({ of: { items, isWhole } }: { of: ReadList<unknown> }) =>
  isWhole ? null : (
    <p className="pager" role="status">
      There are more: only the first {items.length.toLocaleString()} are shown.
    </p>
  );
