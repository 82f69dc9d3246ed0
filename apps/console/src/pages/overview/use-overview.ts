import { useQuery } from '@tanstack/react-query';
import { apiUrl } from '../../addresses.js';
import { boundedFetch } from '../../api/bounded-fetch.js';
import { api, read, readAs } from '../../api/client.js';
import type { DailyRow, PageOf, Readiness, UnsettledAccount } from '../../api/types.js';
import { pageQuery, useAll } from '../../ui/use-all.js';

export const daysShown = 30;
const accountsPerPage = 1_000;
const lookEveryMs = 15_000;

/** Reads the sums of captures and refunds for the most recent days, per day, store and currency. */
export const useDaily = () =>
  useQuery({
    queryKey: ['report', 'daily'],
    queryFn: () =>
      readAs<PageOf<DailyRow>>(
        api.GET('/v1/reports/daily', { params: { query: { days: daysShown } } }),
      ),
  });

/** The sums of captures and refunds that are in no settlement yet, by store and currency. */
export const useUnsettled = () =>
  useAll<UnsettledAccount>(['settlements', 'unsettled'], (cursor) =>
    readAs(
      api.GET('/v1/settlements/unsettled', {
        params: { query: pageQuery(cursor, accountsPerPage) },
      }),
    ),
  );

/**
 * Reads whether the ledger is ready. A ledger that is not ready answers 503 with the same JSON
 * body. Any other body comes from a proxy, which says nothing about the ledger.
 *
 * @throws Error if the answer did not come from a ledger
 */
const readReadiness = async (): Promise<Readiness> => {
  const response = await boundedFetch(new Request(`${apiUrl}/health/ready`));
  const body = (await response.json()) as Partial<Readiness> | null;
  if (body?.projection === undefined)
    throw new Error(`The API answered with status ${response.status}.`);
  return body as Readiness;
};

export const useReadiness = () =>
  useQuery({
    queryKey: ['readiness'],
    queryFn: readReadiness,
    refetchInterval: lookEveryMs,
  });

export const useLastSeal = (isOn: boolean) =>
  useQuery({
    queryKey: ['seals', 'last'],
    queryFn: () =>
      read(api.GET('/v1/audit/seals', { params: { query: { first: 'newest', limit: 1 } } })),
    enabled: isOn,
    select: ({ items }) => items[0] ?? null,
  });

export const useLastVerification = (isOn: boolean) =>
  useQuery({
    queryKey: ['verifications', 'last'],
    queryFn: () => read(api.GET('/v1/audit/verifications', { params: { query: { limit: 1 } } })),
    enabled: isOn,
    select: ({ items }) => items[0] ?? null,
  });
