import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api, readAs } from '../../api/client.js';
import type { Settlement } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { DownloadButton } from '../../ui/buttons.js';
import { Loading } from '../../ui/answer.js';
import { Fault, Notice } from '../../ui/notice.js';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { Said } from '../../ui/values.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { SettlementBadge } from '../../ui/badge.js';
import { LinesPanel } from './lines-panel.js';
import { PayoutCommands } from './payout-dialogs.js';
import { SettlementSums } from './settlement-sums.js';
import { SettlementFacts, VatTable } from './settlement-facts.js';
export const SettlementPage = () => {
  const { settlementId = '' } = useParams();
  return (
    <ScopeNeeded scope="settlements:read" what="A settlement" title="Settlement">
      <OneSettlement key={settlementId} settlementId={settlementId} />
    </ScopeNeeded>
  );
};

const from = { to: '/settlements', name: 'Settlements' };

const statedSoonMs = 1_500;

/**
 * A settlement is cut (closed) first, and its statement with the sums is written shortly
 * afterwards. Until then the settlement is read again every 1.5 seconds.
 */
const useSettlement = (settlementId: string) =>
  useQuery({
    queryKey: ['settlements', settlementId],
    queryFn: () =>
      readAs<Settlement>(
        api.GET('/v1/settlements/{id}', { params: { path: { id: settlementId } } }),
      ),
    refetchInterval: ({ state }) => (state.data?.status === 'closed' ? statedSoonMs : false),
  });

const OneSettlement = ({ settlementId }: { settlementId: string }) => {
  const { data, error, refetch } = useSettlement(settlementId);
  if (data === undefined)
    return (
      <>
        <PageHead title="Settlement" from={from} />
        {error === null ? (
          <Loading what="Reading the settlement" />
        ) : (
          <Fault error={error} onRetry={() => void refetch()} />
        )}
      </>
    );
  return (
    <>
      <PageHead
        title={`Settlement no. ${data.number}`}
        beside={<SettlementBadge settlement={data} />}
        from={from}
        actions={<Actions settlement={data} />}
      >
        <p className="soft">
          <Said text={data.store} /> · {data.currency} · {periodText(data)}
        </p>
      </PageHead>
      {data.problem !== undefined && (
        <Notice tone="bad" title="Not stated">
          <p>{data.problem}</p>
        </Notice>
      )}
      <SettlementSums settlement={data} />
      <div className="columns">
        <Panel title="VAT" flush>
          <VatTable settlement={data} />
        </Panel>
        <Panel title="Statement">
          <SettlementFacts settlement={data} />
        </Panel>
      </div>
      <LinesPanel settlement={data} />
    </>
  );
};

const periodText = ({ startDate, endDate }: Settlement): string =>
  startDate === endDate ? startDate : `${startDate} to ${endDate}`;

const Actions = ({ settlement }: { settlement: Settlement }) => {
  const { settlementId, store, number } = settlement;
  const name = `settlement-${store}-${number}`;
  const path = `/v1/settlements/${settlementId}`;
  return (
    <>
      <DownloadButton path={`${path}/lines`} kind="csv" name={`${name}-lines`}>
        CSV
      </DownloadButton>
      <DownloadButton path={path} kind="json" name={name}>
        JSON
      </DownloadButton>
      <DownloadButton path={path} kind="pdf" name={name}>
        PDF
      </DownloadButton>
      {useSession().scopes.includes('admin') && <PayoutCommands settlement={settlement} />}
    </>
  );
};
