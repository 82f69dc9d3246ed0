import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { api, readAs } from '../../api/client.js';
import type { Settlement } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { counted } from '../../ui/counted.js';
import { DownloadButton } from '../../ui/download-button.js';
import { Figure, Figures } from '../../ui/figure.js';
import { Loading } from '../../ui/loading.js';
import { Money } from '../../ui/money.js';
import { Fault, Notice } from '../../ui/notice.js';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { SettlementBadge } from '../settlements/settlement-badge.js';
import { LinesPanel } from './lines-panel.js';
import { PayoutDialog } from './payout-dialog.js';
import { SettlementFacts } from './settlement-facts.js';
import { VatTable } from './vat-table.js';

export const SettlementPage = () => {
  const { settlementId = '' } = useParams();
  return (
    <ScopeNeeded scope="settlements:read" what="A settlement">
      <OneSettlement key={settlementId} settlementId={settlementId} />
    </ScopeNeeded>
  );
};

const statedSoonMs = 1_500;

/** A settlement is stated a moment after it was cut. */
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
  const { data, error } = useSettlement(settlementId);
  if (error !== null) return <Fault error={error} title="Settlement" />;
  if (data === undefined) return <Loading what="Reading the settlement" />;
  return (
    <>
      <PageHead
        title={`Settlement no. ${data.number}`}
        beside={<SettlementBadge settlement={data} />}
        from={{ to: '/settlements', name: 'Settlements' }}
        actions={<Actions settlement={data} />}
      >
        <p className="soft">
          {data.store} · {data.currency} · {data.startDate} to {data.endDate}
        </p>
      </PageHead>
      {data.problem !== undefined && (
        <Notice tone="bad" title="Not stated">
          <p>{data.problem}</p>
        </Notice>
      )}
      <Sums settlement={data} />
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

const Sums = ({ settlement }: { settlement: Settlement }) => {
  const { currency, ingoingBalance, captured, refunded, fees, total, lines } = settlement;
  if (total === undefined) return <Loading what="It will be stated in a moment" />;
  const shown = [
    ['Balance carried', ingoingBalance],
    ['Captured', captured],
    ['Refunded', refunded],
    ['Fees', fees],
  ] as const;
  return (
    <Figures>
      {shown.map(([label, minor = 0]) => (
        <Figure key={label} label={label}>
          <Money minor={minor} currency={currency} />
        </Figure>
      ))}
      <Figure label="Total" note={counted(lines ?? 0, 'line')}>
        <Money minor={total} currency={currency} />
      </Figure>
    </Figures>
  );
};

const Actions = ({ settlement }: { settlement: Settlement }) => {
  const isAdmin = useSession().scopes.includes('admin');
  const [isOpen, setIsOpen] = useState(false);
  const { settlementId, store, number, status, total = 0 } = settlement;
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
      {isAdmin && status === 'stated' && total > 0 && (
        <button className="button primary" type="button" onClick={() => setIsOpen(true)}>
          Record the payout…
        </button>
      )}
      {isOpen && <PayoutDialog settlement={settlement} onClose={() => setIsOpen(false)} />}
    </>
  );
};
