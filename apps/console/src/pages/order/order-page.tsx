import './order.css';
import { useParams } from 'react-router';
import type { HistoryEntry, Order } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { OrderBadge } from '../../ui/badge.js';
import { DownloadButton } from '../../ui/buttons.js';
import { Loading } from '../../ui/answer.js';
import { Fault, Notice } from '../../ui/notice.js';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { Holdings } from './order-holdings.js';
import { ChainPanel, useChain } from './chain-panel.js';
import { HistoryPanel } from './history-panel.js';
import { OrderCommands } from './order-commands.js';
import { CustomerFacts, OrderFacts } from './order-facts.js';
import { ReplaySlider } from './replay-slider.js';
import { SumsBar } from './sums-bar.js';
import { useHistory, useOrder, useReplay } from './use-order.js';
export const OrderPage = () => {
  const { orderId = '' } = useParams();
  return (
    <ScopeNeeded scope="orders:read" what="An order" title="Order">
      <OneOrder key={orderId} orderId={orderId} />
    </ScopeNeeded>
  );
};

const from = { to: '/orders', name: 'Orders' };

/**
 * The page of one order. The order, its history and its hash chain are requested at the same time.
 */
const OneOrder = ({ orderId }: { orderId: string }) => {
  const { data: order, error, refetch } = useOrder(orderId);
  const history = useHistory(orderId);
  const isAuditor = useSession().scopes.includes('audit:read');
  const chain = useChain(orderId, isAuditor);
  if (order !== undefined) return <ShownOrder {...{ order, history, chain }} />;
  return (
    <>
      <PageHead title="Order" from={from} />
      {error === null ? (
        <Loading what="Reading the order" />
      ) : (
        <Fault error={error} onRetry={() => void refetch()} />
      )}
    </>
  );
};

interface ShownOrderProps {
  readonly order: Order;
  readonly history: ReturnType<typeof useHistory>;
  readonly chain: ReturnType<typeof useChain>;
}

const ShownOrder = ({ order, history, chain }: ShownOrderProps) => {
  const replay = useReplay(order, history);
  const { isPast, isBehind, entry, shown, index, onIndex } = replay;
  const { entries } = history;
  return (
    <>
      <PageHead
        title={order.orderNumber}
        beside={<OrderBadge status={order.status} />}
        from={from}
        actions={<OrderActions order={order} />}
      />
      <Panel title={isPast ? 'Sums as they were' : 'Sums'}>
        <div className={isBehind ? 'behind' : undefined} aria-busy={isBehind}>
          <SumsBar sums={shown} currency={order.currency} />
        </div>
        {entries.length > 0 && <ReplaySlider entries={entries} index={index} onIndex={onIndex} />}
      </Panel>
      <div className="columns wide-first">
        <div className="stack">
          {isPast && <AsItWas entry={entry} />}
          <Holdings {...{ shown, isPast, isBehind }} />
          <HistoryPanel {...{ history, index, onIndex, chain: chain.data }} />
        </div>
        <div className="stack">
          <Panel title="Order">
            <OrderFacts order={order} />
          </Panel>
          <ChainPanel orderId={order.orderId} events={entries.length} chain={chain} />
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
