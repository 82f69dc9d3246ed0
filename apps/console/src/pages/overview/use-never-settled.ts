import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, readAs } from '../../api/client.js';
import type { PageOf, UnsettledCapture, UnsettledRefund } from '../../api/types.js';
import { useCursorPages } from '../../ui/use-cursor-pages.js';

export type NeverSettledKind = 'captures' | 'refunds';

/** A capture or a refund that moved no money. */
export type NeverSettled = Omit<UnsettledCapture, 'captureId' | 'capturedAt'> & {
  readonly requestedAt: string;
};

interface Query {
  readonly first: 'newest';
  readonly openHours: number;
  readonly limit: number;
  readonly cursor?: string;
}

const pageSize = 10;

const capturesPage = async (query: Query): Promise<PageOf<NeverSettled>> => {
  const page = await readAs<PageOf<UnsettledCapture>>(
    api.GET('/v1/reports/captures/unsettled', { params: { query } }),
  );
  return {
    ...page,
    items: page.items.map(({ capturedAt, ...one }) => ({ ...one, requestedAt: capturedAt })),
  };
};

const refundsPage = async (query: Query): Promise<PageOf<NeverSettled>> => {
  const page = await readAs<PageOf<UnsettledRefund>>(
    api.GET('/v1/reports/refunds/unsettled', { params: { query } }),
  );
  return {
    ...page,
    items: page.items.map(({ refundedAt, ...one }) => ({ ...one, requestedAt: refundedAt })),
  };
};

/** Captures that failed, or that are open for more than this number of hours; the newest first. */
export const useNeverSettled = (kind: NeverSettledKind, openHours: string) => {
  const pages = useCursorPages(`${kind} ${openHours}`);
  const { cursor } = pages;
  const query: Query = {
    ...{ first: 'newest', openHours: Number(openHours), limit: pageSize },
    ...(cursor !== undefined && { cursor }),
  };
  const found = useQuery({
    queryKey: ['report', 'never settled', kind, openHours, cursor],
    queryFn: () => (kind === 'captures' ? capturesPage(query) : refundsPage(query)),
    placeholderData: keepPreviousData,
  });
  return { found, pages };
};
