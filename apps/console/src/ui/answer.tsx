import type { ReactNode } from 'react';
import { Loading } from './loading.js';
import { Fault } from './notice.js';

interface AnswerProps<Data> {
  /** The query, as `useQuery` returns it. */
  readonly of: {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
  /** Shown while nothing was read: "Reading the lines". */
  readonly loading?: string;
  readonly children: (data: Data) => ReactNode;
}

/**
 * The content made from what a query read. A failure is shown above it with a button to try again;
 * content that was read before stays.
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
