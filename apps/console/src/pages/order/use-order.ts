import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, read, readAs } from '../../api/client.js';
import type { HistoryEntry, HistoryPage } from '../../api/types.js';

const entriesPerPage = 1_000;

/** The order as the read model shows it now. */
export const useOrder = (orderId: string) =>
  useQuery({
    queryKey: ['order', orderId],
    queryFn: () => read(api.GET('/v1/orders/{id}', { params: { path: { id: orderId } } })),
  });

/** The order as it was after the event of a revision, folded from the log by the API. */
export const useOrderAt = (orderId: string, revision: string | undefined) =>
  useQuery({
    queryKey: ['order', orderId, 'at', revision],
    queryFn: () =>
      read(
        api.GET('/v1/orders/{id}', {
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
