import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, useState } from 'react';
import type { HistoryEntry } from '../../api/types.js';
import type { ChainState } from './chain.js';
import { TimelineEntry, type LinkState, type Place } from './timeline-entry.js';

interface TimelineProps {
  readonly entries: readonly HistoryEntry[];
  /** The event after which the order is shown. */
  readonly index: number;
  readonly onIndex: (index: number) => void;
  /** The hash chain, as far as it was recomputed. */
  readonly chain: ChainState | undefined;
}

const usualHeight = 100;
/** Entries above and below the window that are drawn as well. */
const overscan = 8;

/** Distance of the list from the top of the page in pixels, independent of scrolling. */
const useTop = (list: React.RefObject<HTMLElement | null>): number => {
  const [top, setTop] = useState(0);
  useEffect(() => {
    // The page changes its height whenever something above the list does.
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
 * Every event, the first first; those after the shown one are dimmed. Only the entries about the
 * window are drawn: a thousand of them would take a second.
 */
export const Timeline = memo(({ entries, index, onIndex, chain }: TimelineProps) => {
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
