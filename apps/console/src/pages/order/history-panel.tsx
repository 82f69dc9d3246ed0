import { Loading } from '../../ui/loading.js';
import { Fault } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import type { ChainState } from './chain.js';
import { Timeline } from './timeline.js';
import type { useHistory } from './use-order.js';

interface HistoryPanelProps {
  readonly history: ReturnType<typeof useHistory>;
  readonly index: number;
  readonly onIndex: (index: number) => void;
  readonly chain: ChainState | undefined;
}

/** Every event of the order, a thousand at a time. */
export const HistoryPanel = ({ history, index, onIndex, chain }: HistoryPanelProps) => {
  const { entries, error, isPending, hasNextPage, isFetchingNextPage } = history;
  return (
    <Panel
      title="History"
      className="history-panel"
      aside={<span className="soft small">{countText(entries.length, hasNextPage)}</span>}
    >
      {error !== null && <Fault error={error} onRetry={() => void history.refetch()} />}
      {isPending && <Loading what="Reading the history" />}
      <Timeline entries={entries} index={index} onIndex={onIndex} chain={chain} />
      {hasNextPage && (
        <button
          className="button"
          type="button"
          disabled={isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Read the next events
        </button>
      )}
    </Panel>
  );
};

const countText = (count: number, hasMore: boolean): string =>
  `${hasMore ? 'the first ' : ''}${count} ${count === 1 ? 'event' : 'events'}`;
