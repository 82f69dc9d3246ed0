import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { api, read, readAs } from '../../api/client.js';
import type { HistoryEntry, HistoryPage, Order } from '../../api/types.js';
import { useSettled } from '../../ui/use-settled.js';

const entriesPerPage = 1_000;

/** The order as the read model shows it now. */
export const useOrder = (orderId: string) =>
  useQuery({
    queryKey: ['order', orderId],
    queryFn: () => read(api.GET('/v1/orders/{id}', { params: { path: { id: orderId } } })),
  });

/**
 * The time for which the slider must rest before the order is read: a moving slider passes many
 * events.
 */
const restMs = 120;

/** The order as it was after the event of a revision, folded from the log by the API. */
export const useOrderAt = (orderId: string, wanted: string | undefined) => {
  const revision = useSettled(wanted, restMs);
  return useQuery({
    queryKey: ['order', orderId, 'at', revision],
    queryFn: ({ signal }) =>
      read(
        api.GET('/v1/orders/{id}', {
          signal,
          params: {
            path: { id: orderId },
            query: { ...(revision !== undefined && { at: revision }) },
          },
        }),
      ),
    enabled: revision !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
};

const none: readonly HistoryEntry[] = [];

/** The events of the order in the order of the log, read a thousand at a time. */
export const useHistory = (orderId: string) => {
  const found = useInfiniteQuery({
    queryKey: ['order', orderId, 'history'],
    queryFn: ({ pageParam }) =>
      readAs<HistoryPage>(
        api.GET('/v1/orders/{id}/history', {
          params: {
            path: { id: orderId },
            query: { limit: entriesPerPage, ...(pageParam !== '' && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const { data } = found;
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? none, [data]);
  return { ...found, entries };
};

export interface Replay {
  /** Index of the event after which the order is shown; -1 before the history was read. */
  readonly index: number;
  readonly entry: HistoryEntry | undefined;
  /** True if there are events after the shown one. */
  readonly isPast: boolean;
  readonly shown: Order;
  /** True until the order at the slider's place was read. */
  readonly isBehind: boolean;
  readonly onIndex: (index: number) => void;
}

/**
 * The state of the replay. The order is shown after the newest event until the user picks another
 * event.
 */
export const useReplay = (order: Order, history: ReturnType<typeof useHistory>): Replay => {
  const [chosen, setChosen] = useState<number>();
  const { entries, hasNextPage } = history;
  const last = entries.length - 1;
  const index = Math.min(chosen ?? last, last);
  const entry = entries[index];
  const isPast = index < last || hasNextPage;
  const then = useOrderAt(order.orderId, isPast ? entry?.revision : undefined);
  const onIndex = useCallback(
    (next: number): void => {
      setChosen(next >= last ? undefined : next);
    },
    [last],
  );
  return {
    ...{ index, entry, isPast, onIndex },
    shown: isPast ? (then.data ?? order) : order,
    isBehind: isPast && then.data?.revision !== entry?.revision,
  };
};
