import { useMemo } from 'react';
import type { DailyRow } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { Answer, CutNote } from '../../ui/answer.js';
import { PageHead } from '../../ui/page-head.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { AccountPanel } from './account-panel.js';
import type { Account } from './daily.js';
import { NeverSettledPanel } from './never-settled-panel.js';
import { StateFigures } from './state-figures.js';
import { useDaily, useUnsettled } from './use-overview.js';

export const OverviewPage = () => (
  <>
    <PageHead title="Overview" />
    <StateFigures />
    <ScopeNeeded scope="settlements:read" what="Sums">
      <NeverSettledPanel />
      <Accounts />
    </ScopeNeeded>
  </>
);

const Accounts = () => {
  const daily = useDaily();
  const unsettled = useUnsettled();
  return (
    <Answer of={daily} loading="Adding up">
      {({ items: rows }) => (
        <Answer of={unsettled} loading="Adding up">
          {(list) => (
            <>
              <AccountPanels rows={rows} unsettled={list.items} />
              <CutNote of={list} />
            </>
          )}
        </Answer>
      )}
    </Answer>
  );
};

type AccountPanelsProps = Omit<React.ComponentProps<typeof AccountPanel>, 'account'>;

const AccountPanels = ({ rows, unsettled }: AccountPanelsProps) => {
  const { stores } = useSession();
  const accounts = useMemo(
    () =>
      stores.flatMap(({ store, currency, timeZone }): Account[] =>
        currenciesOf(store, currency, [...rows, ...unsettled]).map((one) => ({
          ...{ store, currency: one, timeZone },
        })),
      ),
    [stores, rows, unsettled],
  );
  return (
    <div className="columns">
      {accounts.map((account) => (
        <AccountPanel
          key={`${account.store} ${account.currency}`}
          account={account}
          rows={rows}
          unsettled={unsettled}
        />
      ))}
    </div>
  );
};

/**
 * The currencies to show for a store: its usual one (`own`) and any other with captures or refunds.
 */
const currenciesOf = (
  store: string,
  own: string,
  rows: readonly Pick<DailyRow, 'store' | 'currency'>[],
): readonly string[] => [
  ...new Set([own, ...rows.filter((row) => row.store === store).map(({ currency }) => currency)]),
];
