import './order.css';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { HistoryEntry, Order } from '../../api/types.js';
import { OrderBadge } from '../../ui/badge.js';
import { Loading } from '../../ui/loading.js';
import { Fault, Notice } from '../../ui/notice.js';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { useSession } from '../../session/session.js';
import { DownloadButton } from '../../ui/download-button.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { CapturesTable } from './captures-table.js';
import type { ChainState } from './chain.js';
import { ChainPanel } from './chain-panel.js';
import { OrderCommands } from './order-commands.js';
import { useChain } from './use-chain.js';
import { CustomerFacts, OrderFacts } from './order-facts.js';
import { ReplaySlider } from './replay-slider.js';
import { RowsTable } from './rows-table.js';
import { SumsBar } from './sums-bar.js';
import { Timeline } from './timeline.js';
import { useHistory, useOrder, useOrderAt } from './use-order.js';

export const OrderPage = () => {
  const { orderId = '' } = useParams();
  return (
    <ScopeNeeded scope="orders:read" what="An order">
      <OneOrder key={orderId} orderId={orderId} />
    </ScopeNeeded>
  );
};

const OneOrder = ({ orderId }: { orderId: string }) => {
  const { data: order, error } = useOrder(orderId);
  if (error !== null) {
    return (
      <>
        <PageHead title="Order" from={{ to: '/orders', name: 'Orders' }} />
        <Fault error={error} />
      </>
    );
  }
  if (order === undefined) return <Loading what="Reading the order" />;
  return <ShownOrder order={order} />;
};

/** The place of the replay: `undefined` follows the newest event. */
const useReplay = (order: Order) => {
  const history = useHistory(order.orderId);
  const [chosen, setChosen] = useState<number>();
  const last = history.entries.length - 1;
  const index = Math.min(chosen ?? last, last);
  const entry = history.entries[index];
  // Events that were not read yet came later.
  const isPast = index < last || history.hasNextPage;
  const then = useOrderAt(order.orderId, isPast ? entry?.revision : undefined);
  const onIndex = (next: number): void => {
    setChosen(next >= last ? undefined : next);
  };
  return { history, index, entry, isPast, shown: isPast ? (then.data ?? order) : order, onIndex };
};

const ShownOrder = ({ order }: { order: Order }) => {
  const { history, index, entry, isPast, shown, onIndex } = useReplay(order);
  const { entries } = history;
  const isAuditor = useSession().scopes.includes('audit:read');
  const chain = useChain(order.orderId, { events: entries.length, isOn: isAuditor });
  return (
    <>
      <PageHead
        title={order.orderNumber}
        beside={<OrderBadge status={order.status} />}
        from={{ to: '/orders', name: 'Orders' }}
        actions={<OrderActions order={order} />}
      />
      <Panel title={isPast ? 'Sums as they were' : 'Sums'}>
        <SumsBar sums={shown} currency={order.currency} />
        {entries.length > 0 && <ReplaySlider entries={entries} index={index} onIndex={onIndex} />}
      </Panel>
      <div className="columns wide-first">
        <div className="stack">
          {isPast && <AsItWas entry={entry} />}
          <Panel title={isPast ? 'Rows left then' : 'Rows left'} flush>
            <RowsTable rows={shown.rows} currency={shown.currency} />
          </Panel>
          <Panel title={isPast ? 'Captures by then' : 'Captures'} flush>
            <CapturesTable captures={shown.captures} currency={shown.currency} />
          </Panel>
          <HistoryPanel {...{ history, index, onIndex, chain: chain.data }} />
        </div>
        <div className="stack">
          <Panel title="Order">
            <OrderFacts order={order} />
          </Panel>
          <ChainPanel
            orderId={order.orderId}
            events={entries.length}
            state={chain.data}
            error={chain.error}
            isAllowed={isAuditor}
          />
          {order.customer !== undefined && (
            <Panel title="Customer">
              <CustomerFacts customer={order.customer} />
            </Panel>
          )}
        </div>
      </div>
    </>
  );
};

interface HistoryPanelProps {
  readonly history: ReturnType<typeof useHistory>;
  readonly index: number;
  readonly onIndex: (index: number) => void;
  readonly chain: ChainState | undefined;
}

const HistoryPanel = ({ history, index, onIndex, chain }: HistoryPanelProps) => {
  const { entries, error, hasNextPage, isFetchingNextPage, fetchNextPage } = history;
  return (
    <Panel
      title="History"
      aside={<span className="soft small">{countText(entries.length, hasNextPage)}</span>}
    >
      {error !== null && <Fault error={error} />}
      <Timeline entries={entries} index={index} onIndex={onIndex} chain={chain} />
      {hasNextPage && (
        <button
          className="button"
          type="button"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Read the next events
        </button>
      )}
    </Panel>
  );
};

const OrderActions = ({ order }: { order: Order }) => (
  <>
    <DownloadButton
      path={`/v1/orders/${order.orderId}/history`}
      kind="pdf"
      name={`order-${order.orderNumber}`}
    >
      Story as PDF
    </DownloadButton>
    <OrderCommands order={order} />
  </>
);

const AsItWas = ({ entry }: { entry: HistoryEntry | undefined }) => (
  <Notice tone="warn">
    <p>
      As it was after revision {entry?.revision}. Status then: {entry?.after.status}.
    </p>
  </Notice>
);

const countText = (count: number, hasMore: boolean): string =>
  `${hasMore ? 'the first ' : ''}${count} ${count === 1 ? 'event' : 'events'}`;
