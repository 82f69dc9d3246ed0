import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, read, readAs } from '../../api/client.js';
import type { HistoryEntry, HistoryPage } from '../../api/types.js';
import { useSettled } from '../../ui/use-settled.js';

const entriesPerPage = 1_000;

/** The order as the read model shows it now. */
export const useOrder = (orderId: string) =>
  useQuery({
    queryKey: ['order', orderId],
    queryFn: () => read(api.GET('/v1/orders/{id}', { params: { path: { id: orderId } } })),
  });

/** A slider passes many events on its way; only where it rests is the order read. */
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

/** Every event of the order, a thousand at a time. */
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
