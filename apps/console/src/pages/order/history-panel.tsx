import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, useState } from 'react';
import type { HistoryEntry } from '../../api/types.js';
import { Loading } from '../../ui/answer.js';
import { Fault } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { counted } from '../../ui/values.js';
import type { ChainState } from './chain.js';
import { type LinkState, type Place, TimelineEntry } from './timeline-entry.js';
import type { useHistory } from './use-order.js';

interface HistoryPanelProps {
  readonly history: ReturnType<typeof useHistory>;
  readonly index: number;
  readonly onIndex: (index: number) => void;
  readonly chain: ChainState | undefined;
}

/**
 * Lists the events of the order. The API sends them a thousand at a time, and a button reads the
 * next.
 */
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
  `${hasMore ? 'the first ' : ''}${counted(count, 'event')}`;

interface TimelineProps {
  readonly entries: readonly HistoryEntry[];
  /** The index of the selected event. The page shows the order as it was after that event. */
  readonly index: number;
  readonly onIndex: (index: number) => void;
  /** The result of verifying the hash chain; undefined until the chain was verified. */
  readonly chain: ChainState | undefined;
}

const usualHeight = 100;
/** The number of events drawn above, and also below, the visible part of the list. */
const overscan = 8;

/** Distance of the list from the top of the page in pixels, independent of scrolling. */
const useTop = (list: React.RefObject<HTMLElement | null>): number => {
  const [top, setTop] = useState(0);
  useEffect(() => {
    // The list moves when content above it grows, but the list itself is not resized then. The
    // height of the body does change, so the body is observed.
    const resized = new ResizeObserver(() => {
      const found = list.current?.getBoundingClientRect().top ?? 0;
      setTop(Math.round(found + window.scrollY));
    });
    resized.observe(document.body);
    return () => {
      resized.disconnect();
    };
  }, [list]);
  return top;
};

/**
 * Lists all events, the oldest first. Events later than the selected one are dimmed. Only entries
 * in or near the visible part are drawn, because drawing a thousand entries takes a second.
 */
const Timeline = memo(({ entries, index, onIndex, chain }: TimelineProps) => {
  const list = useRef<HTMLOListElement>(null);
  const top = useTop(list);
  const virtual = useWindowVirtualizer({
    count: entries.length,
    estimateSize: () => usualHeight,
    overscan,
    scrollMargin: top,
  });
  const drawn = virtual.getVirtualItems();
  const before = (drawn[0]?.start ?? top) - top;
  const after = virtual.getTotalSize() - ((drawn.at(-1)?.end ?? top) - top);
  return (
    <ol className="timeline" ref={list} style={{ paddingTop: before, paddingBottom: after }}>
      {drawn.map(({ index: at, key }) => {
        const entry = entries[at];
        return (
          entry !== undefined && (
            <TimelineEntry
              key={key}
              ref={virtual.measureElement}
              entry={entry}
              at={at}
              count={entries.length}
              place={placeOf(at, index)}
              link={linkOf(entry, chain)}
              onIndex={onIndex}
            />
          )
        );
      })}
    </ol>
  );
});

const linkOf = ({ revision }: HistoryEntry, chain: ChainState | undefined): LinkState => {
  if (chain === undefined) return 'unknown';
  if (chain.brokenAt === revision) return 'broken';
  return Number(revision) < chain.verified ? 'holds' : 'unknown';
};

const placeOf = (at: number, index: number): Place => {
  if (at === index) return 'shown';
  return at < index ? 'before' : 'later';
};
