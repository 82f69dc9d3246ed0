import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, readAs } from '../../api/client.js';
import { pathWith } from '../../api/download.js';
import type { Settlement } from '../../api/types.js';
import { useMoney } from '../../money/currencies.js';
import { meantAmounts } from '../../money/meant-amounts.js';
import { useSession } from '../../session/session.js';
import { Answer } from '../../ui/answer.js';
import { DownloadButton } from '../../ui/buttons.js';
import { SelectField, TextField, StoreFilter } from '../../ui/field.js';
import { PageHead } from '../../ui/page-head.js';
import { Pager, useCursorPages } from '../../ui/pager.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { useSettledText } from '../../ui/use-settled.js';
import { PeriodPlots } from './period-plots.js';
import {
  parametersOf,
  searchIn,
  settlementQueryOf,
  unsignedText,
  type SettlementSearch,
} from './settlement-search.js';
import { SettlementsTable } from './settlements-table.js';
import { UnsettledPanel } from './unsettled-panel.js';

const pageSize = 50;

interface FoundPage {
  readonly items: readonly Settlement[];
  readonly nextCursor: string | null;
}

export const SettlementsPage = () => (
  <ScopeNeeded scope="settlements:read" what="Settlements" title="Settlements">
    <Settlements />
  </ScopeNeeded>
);

const useSettlements = (search: SettlementSearch) => {
  const text = useSettledText(search.text);
  const { stores } = useSession();
  const { decimalsOf } = useMoney();
  const { store } = search;
  const currencies = stores
    .filter((one) => store === '' || one.store === store)
    .map(({ currency }) => currency);
  const [amount] = meantAmounts(unsignedText({ ...search, text }), currencies, decimalsOf);
  const query = settlementQueryOf({ ...search, text }, amount);
  const pages = useCursorPages(JSON.stringify(query));
  const { cursor } = pages;
  const found = useQuery({
    queryKey: ['settlements', 'list', query, cursor],
    queryFn: () =>
      readAs<FoundPage>(
        api.GET('/v1/settlements', {
          params: { query: { ...query, limit: pageSize, ...(cursor !== undefined && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return { found, pages, query };
};

const Settlements = () => {
  const [parameters, setParameters] = useSearchParams();
  const search = searchIn(parameters);
  const { found, pages, query } = useSettlements(search);
  const { isFetching } = found;
  return (
    <>
      <PageHead
        title="Settlements"
        actions={
          <DownloadButton path={pathWith('/v1/settlements', query)} kind="csv" name="settlements">
            CSV of the selection
          </DownloadButton>
        }
      />
      <UnsettledPanel />
      <Filters
        search={search}
        onChange={(next) => setParameters(parametersOf(next), { replace: true })}
      />
      <Answer of={found} loading="Looking for settlements">
        {({ items, nextCursor }) => (
          <>
            <section className="panel" aria-label="Settlements found" aria-busy={isFetching}>
              <SettlementsTable settlements={items} />
              <Pager pages={pages} nextCursor={nextCursor} isBusy={isFetching}>
                {items.length === 0 ? 'None' : 'The newest first'}
              </Pager>
            </section>
            <PeriodPlots settlements={items} />
          </>
        )}
      </Answer>
    </>
  );
};

interface FiltersProps {
  readonly search: SettlementSearch;
  readonly onChange: (search: SettlementSearch) => void;
}

const Filters = ({ search, onChange }: FiltersProps) => (
  <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
    <TextField
      className="search"
      label="Search"
      type="search"
      placeholder="Payout reference, total, or no. 7"
      value={search.text}
      onChange={({ target }) => onChange({ ...search, text: target.value })}
    />
    <StoreFilter store={search.store} onChange={(store) => onChange({ ...search, store })} />
    <SelectField
      label="Payout"
      value={search.payout}
      options={[
        { value: '' as const, name: 'All' },
        { value: 'due' as const, name: 'Due' },
        { value: 'paid' as const, name: 'Paid out' },
      ]}
      onChange={(payout) => onChange({ ...search, payout })}
    />
  </form>
);
