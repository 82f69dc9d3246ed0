import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, readAs } from '../../api/client.js';
import type { PageOf, UnsettledCapture, UnsettledRefund } from '../../api/types.js';
import { Answer } from '../../ui/answer.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Segments, SelectField } from '../../ui/field.js';
import { Pager, useCursorPages } from '../../ui/pager.js';
import { Panel } from '../../ui/panel.js';
import { Money, Said, Time } from '../../ui/values.js';
import { orderColumn, statusColumn } from '../../ui/columns.js';

const columns: readonly Column<NeverSettled>[] = [
  orderColumn,
  {
    id: 'amount',
    head: 'Amount',
    kind: 'number',
    isMain: true,
    cell: ({ amount, currency }) => <Money minor={amount} currency={currency} />,
  },
  statusColumn,
  {
    id: 'at',
    head: 'Asked for',
    kind: 'fixed',
    cell: ({ requestedAt }) => <Time at={requestedAt} />,
  },
  {
    id: 'reference',
    head: 'Reference',
    cell: ({ reference }) => <Said text={reference} mono />,
  },
  { id: 'store', head: 'Store', cell: ({ store }) => <Said text={store} /> },
];

const ages = [
  { value: '0', name: 'any time' },
  { value: '1', name: 'an hour' },
  { value: '24', name: 'a day' },
  { value: '168', name: 'a week' },
] as const;

interface Filter {
  readonly kind: 'captures' | 'refunds';
  /** An open capture or refund is listed if it was requested more than this many hours ago. */
  readonly openHours: (typeof ages)[number]['value'];
}

/**
 * Lists captures and refunds that need attention: the gateway refused them, or has not completed
 * them for a long time.
 */
export const NeverSettledPanel = () => {
  const [filter, setFilter] = useState<Filter>({ kind: 'captures', openHours: '24' });
  const { found, pages } = useNeverSettled(filter);
  const { kind } = filter;
  return (
    <Panel
      title="Failed, or open for too long"
      aside={<FilterFields filter={filter} onFilter={setFilter} />}
      flush
    >
      <Answer of={found} loading={`Looking for ${kind}`}>
        {({ items, nextCursor }) => (
          <>
            <DataTable
              label={`${kind} that failed or are open`}
              columns={columns}
              rows={items}
              empty={`No ${kind} failed, and no ${kind} have been open for longer.`}
            />
            {(pages.page > 0 || nextCursor !== null) && (
              <Pager pages={pages} nextCursor={nextCursor} isBusy={found.isFetching}>
                The newest first
              </Pager>
            )}
          </>
        )}
      </Answer>
    </Panel>
  );
};

interface FilterFieldsProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

const FilterFields = ({ filter, onFilter }: FilterFieldsProps) => (
  <div className="filters">
    <Segments
      label="What is listed"
      value={filter.kind}
      options={[
        ['captures', 'Captures'],
        ['refunds', 'Refunds'],
      ]}
      onChange={(kind) => onFilter({ ...filter, kind })}
    />
    <SelectField
      className="in-line"
      label="Open for more than"
      value={filter.openHours}
      options={ages}
      onChange={(openHours) => onFilter({ ...filter, openHours })}
    />
  </div>
);

/**
 * A capture or a refund that moved no money, because it failed or the gateway has not completed it.
 */
type NeverSettled = Omit<UnsettledCapture, 'captureId' | 'capturedAt'> & {
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

const useNeverSettled = ({ kind, openHours }: Filter) => {
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
