import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, readAs } from '../../api/client.js';
import { pathWith } from '../../api/download.js';
import type { OrdersPage as FoundPage } from '../../api/types.js';
import { useMoney } from '../../money/currencies.js';
import { meantAmounts } from '../../money/meant-amounts.js';
import { useSession } from '../../session/session.js';
import { Answer } from '../../ui/answer.js';
import { DownloadButton } from '../../ui/buttons.js';
import { PageHead } from '../../ui/page-head.js';
import { Pager, useCursorPages } from '../../ui/pager.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { useSettledText } from '../../ui/use-settled.js';
import { OrderFilters, SearchMeaning } from './order-filters.js';
import {
  chosenAmount,
  orderQueryOf,
  parametersOf,
  searchIn,
  type OrderSearch,
} from './order-search.js';
import { OrdersTable } from './orders-table.js';
const pageSize = 50;

export const OrdersPage = () => (
  <ScopeNeeded scope="orders:read" what="Orders" title="Orders">
    <Orders />
  </ScopeNeeded>
);

/**
 * The currencies that an amount in the search text may have: the chosen store's currency, or those
 * of all the client's stores.
 */
const useSearchCurrencies = ({ store }: OrderSearch): readonly string[] => {
  const { stores } = useSession();
  const meant = stores.filter((one) => store === '' || one.store === store);
  return [...new Set(meant.map(({ currency }) => currency))];
};

const useOrders = (search: OrderSearch) => {
  const text = useSettledText(search.text);
  const { decimalsOf } = useMoney();
  const meant = meantAmounts(text, useSearchCurrencies(search), decimalsOf);
  const query = orderQueryOf({ ...search, text }, chosenAmount(search, meant));
  const pages = useCursorPages(JSON.stringify(query));
  const { cursor } = pages;
  const found = useQuery({
    queryKey: ['orders', query, cursor],
    queryFn: () =>
      readAs<FoundPage>(
        api.GET('/v1/orders', {
          params: { query: { ...query, limit: pageSize, ...(cursor !== undefined && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return { found, pages, query, meant };
};

const Orders = () => {
  const [parameters, setParameters] = useSearchParams();
  const search = searchIn(parameters);
  const { found, pages, query, meant } = useOrders(search);
  const { isFetching } = found;
  const onChange = (next: OrderSearch): void => {
    setParameters(parametersOf(next), { replace: true });
  };
  return (
    <>
      <PageHead
        title="Orders"
        actions={
          <DownloadButton path={pathWith('/v1/orders', query)} kind="csv" name="orders">
            CSV of the selection
          </DownloadButton>
        }
      />
      <OrderFilters search={search} onChange={onChange} />
      <SearchMeaning search={search} meant={meant} onChange={onChange} />
      <section className="panel" aria-label="Orders found" aria-busy={isFetching}>
        <Answer of={found} loading="Looking for orders">
          {({ items, nextCursor }) => (
            <>
              <OrdersTable orders={items} />
              <Pager pages={pages} nextCursor={nextCursor} isBusy={isFetching}>
                {rangeText(pages.page, items.length)}
              </Pager>
            </>
          )}
        </Answer>
      </section>
    </>
  );
};

const rangeText = (page: number, count: number): string =>
  count === 0 ? 'None' : `${page * pageSize + 1} to ${page * pageSize + count}, the newest first`;
