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
 * A moving slider passes many events. The order at an event is requested only after the slider has
 * rested for this many milliseconds.
 */
const restMs = 120;

/**
 * Reads the order as it was after the event with this revision. The API computes it from the log.
 */
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

/** Reads the order's events, the oldest first. Each request returns up to a thousand. */
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
  /** The index of the selected event; -1 until the history was read. */
  readonly index: number;
  readonly entry: HistoryEntry | undefined;
  /** True if the selected event is not the newest, so the order is shown as it was in the past. */
  readonly isPast: boolean;
  readonly shown: Order;
  /** True while the page still shows another state of the order than the selected one. */
  readonly isBehind: boolean;
  readonly onIndex: (index: number) => void;
}

/**
 * The event that the user selected, and the order as it was after that event. Before the user
 * selects any, the newest event is selected.
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
