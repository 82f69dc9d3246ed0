import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, readAs } from '../../api/client.js';
import { pathWith } from '../../api/download.js';
import type { OrdersPage as FoundPage } from '../../api/types.js';
import { useMoney } from '../../money/currencies.js';
import { typedAmount } from '../../money/money.js';
import { useSession } from '../../session/session.js';
import { DownloadButton } from '../../ui/download-button.js';
import { Loading } from '../../ui/loading.js';
import { Fault } from '../../ui/notice.js';
import { PageHead } from '../../ui/page-head.js';
import { Pager } from '../../ui/pager.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { useCursorPages } from '../../ui/use-cursor-pages.js';
import { useSettledText } from '../../ui/use-settled-text.js';
import { OrderFilters } from './order-filters.js';
import { orderQueryOf, parametersOf, searchIn, type OrderSearch } from './order-search.js';
import { OrdersTable } from './orders-table.js';
import { SearchMeaning } from './search-meaning.js';

const pageSize = 50;

export const OrdersPage = () => (
  <ScopeNeeded scope="orders:read" what="Orders">
    <Orders />
  </ScopeNeeded>
);

/** The currency in which a typed amount is meant: the chosen store's, else that of the first. */
const useSearchCurrency = ({ store }: OrderSearch): string => {
  const { stores } = useSession();
  const chosen = stores.find((one) => one.store === store) ?? stores[0];
  return chosen?.currency ?? '';
};

const useOrders = (search: OrderSearch) => {
  const text = useSettledText(search.text);
  const currency = useSearchCurrency(search);
  const { decimalsOf } = useMoney();
  const amount = typedAmount(text, decimalsOf(currency));
  const query = orderQueryOf({ ...search, text }, amount);
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
  return { found, pages, query, amount, currency };
};

const Orders = () => {
  const [parameters, setParameters] = useSearchParams();
  const search = searchIn(parameters);
  const { found, pages, query, amount, currency } = useOrders(search);
  const { data, error, isFetching } = found;
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
      <SearchMeaning search={search} amount={amount} currency={currency} onChange={onChange} />
      <section className="panel" aria-label="Orders found" aria-busy={isFetching}>
        {error !== null && <Fault error={error} />}
        {data === undefined && error === null && <Loading what="Looking for orders" />}
        {data !== undefined && (
          <>
            <OrdersTable orders={data.items} />
            <Pager pages={pages} nextCursor={data.nextCursor} isBusy={isFetching}>
              {rangeText(pages.page, data.items.length)}
            </Pager>
          </>
        )}
      </section>
    </>
  );
};

const rangeText = (page: number, count: number): string =>
  count === 0 ? 'None' : `${page * pageSize + 1} to ${page * pageSize + count}, the newest first`;
