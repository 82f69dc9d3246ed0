import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, read } from '../../api/client.js';
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

const pageSize = 50;

export const OrdersPage = () => (
  <ScopeNeeded scope="orders:read" what="Orders">
    <Orders />
  </ScopeNeeded>
);

const useOrders = (search: OrderSearch) => {
  const text = useSettledText(search.text);
  const query = orderQueryOf({ ...search, text });
  const pages = useCursorPages(JSON.stringify(query));
  const { cursor } = pages;
  const found = useQuery({
    queryKey: ['orders', query, cursor],
    queryFn: () =>
      read(
        api.GET('/v1/orders', {
          params: { query: { ...query, limit: pageSize, ...(cursor !== undefined && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return { found, pages };
};

const Orders = () => {
  const [parameters, setParameters] = useSearchParams();
  const search = searchIn(parameters);
  const { found, pages } = useOrders(search);
  const { data, error, isFetching } = found;
  return (
    <>
      <PageHead title="Orders" />
      <OrderFilters
        search={search}
        onChange={(next) => {
          setParameters(parametersOf(next), { replace: true });
        }}
      />
      <section className="panel" aria-label="Orders found" aria-busy={isFetching}>
        {error !== null && <Fault error={error} />}
        {data === undefined ? (
          error === null && <Loading what="Looking for orders" />
        ) : (
          <>
            <OrdersTable orders={data.items} />
            <Pager
              page={pages.page}
              hasNext={data.nextCursor !== null}
              isBusy={isFetching}
              onBack={pages.back}
              onNext={() => {
                if (data.nextCursor !== null) pages.next(data.nextCursor);
              }}
            >
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
