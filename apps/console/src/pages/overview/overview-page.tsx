import { useSession } from '../../session/session.js';
import { Loading } from '../../ui/loading.js';
import { Fault } from '../../ui/notice.js';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { AccountPanel } from './account-panel.js';
import type { Account } from './daily.js';
import { StateFigures } from './state-figures.js';
import { UnsettledCapturesTable } from './unsettled-captures-table.js';
import { useReport, useUnsettled, useUnsettledCaptures } from './use-overview.js';

export const OverviewPage = () => (
  <>
    <PageHead title="Overview" />
    <StateFigures />
    <ScopeNeeded scope="settlements:read" what="Sums">
      <Sums />
    </ScopeNeeded>
  </>
);

const Sums = () => {
  const { stores } = useSession();
  const report = useReport();
  const unsettled = useUnsettled();
  const captures = useUnsettledCaptures();
  const error = report.error ?? unsettled.error ?? captures.error;
  if (error !== null) return <Fault error={error} />;
  if (!report.data || !unsettled.data || !captures.data) return <Loading what="Adding up" />;
  const rows = report.data.items;
  const accounts = stores.flatMap(({ store, currency, timeZone }): Account[] =>
    currenciesOf(store, currency, rows).map((one) => ({ store, currency: one, timeZone })),
  );
  return (
    <>
      <Panel
        title="Failed, or open for more than a day"
        aside={<span className="soft small">{countText(captures.data)}</span>}
        flush
      >
        <UnsettledCapturesTable captures={captures.data.items} />
      </Panel>
      <div className="columns">
        {accounts.map((account) => (
          <AccountPanel
            key={`${account.store} ${account.currency}`}
            account={account}
            rows={rows}
            failures={captures.data.items}
            unsettled={unsettled.data.items}
          />
        ))}
      </div>
    </>
  );
};

/** A store's own, and those that anything else happened in. */
const currenciesOf = (
  store: string,
  own: string,
  rows: readonly { readonly store?: string; readonly currency: string }[],
): readonly string[] => [
  ...new Set([own, ...rows.filter((row) => row.store === store).map(({ currency }) => currency)]),
];

const countText = ({
  items,
  nextCursor,
}: {
  items: readonly unknown[];
  nextCursor: string | null;
}): string => (nextCursor === null ? String(items.length) : `more than ${items.length}`);
