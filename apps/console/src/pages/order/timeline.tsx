import { memo, useState } from 'react';
import { Link } from 'react-router';
import type { HistoryEntry } from '../../api/types.js';
import { OrderBadge } from '../../ui/badge.js';
import { Money } from '../../ui/money.js';
import { Time } from '../../ui/time.js';
import type { ChainState } from './chain.js';
import { eventName } from './replay.js';

interface TimelineProps {
  readonly entries: readonly HistoryEntry[];
  /** The event after which the order is shown. */
  readonly index: number;
  readonly onIndex: (index: number) => void;
  /** The hash chain, as far as it was recomputed. */
  readonly chain: ChainState | undefined;
}

/** Every event, the first first; those after the shown one are dimmed. */
export const Timeline = ({ entries, index, onIndex, chain }: TimelineProps) => (
  <ol className="timeline">
    {entries.map((entry, at) => (
      <TimelineEntry
        key={entry.revision}
        entry={entry}
        at={at}
        place={placeOf(at, index)}
        link={linkOf(entry, chain)}
        onIndex={onIndex}
      />
    ))}
  </ol>
);

type Link = 'holds' | 'broken' | 'unknown';

const linkOf = ({ revision }: HistoryEntry, chain: ChainState | undefined): Link => {
  if (chain === undefined) return 'unknown';
  if (chain.brokenAt === revision) return 'broken';
  return Number(revision) < chain.verified ? 'holds' : 'unknown';
};

type Place = 'before' | 'shown' | 'later';

const placeOf = (at: number, index: number): Place => {
  if (at === index) return 'shown';
  return at < index ? 'before' : 'later';
};

interface EntryProps {
  readonly entry: HistoryEntry;
  readonly at: number;
  readonly place: Place;
  readonly link: Link;
  readonly onIndex: (index: number) => void;
}

const TimelineEntry = memo(({ entry, at, place, link, onIndex }: EntryProps) => (
  <li className={`event ${place}`} aria-current={place === 'shown' ? 'step' : undefined}>
    <div className="event-head">
      <button
        className="event-name"
        type="button"
        title="Show the order as it was after this event"
        onClick={() => onIndex(at)}
      >
        {eventName(entry.type)}
      </button>
      {entry.amount !== undefined && (
        <span className="strong">
          <Money minor={entry.amount} currency={entry.currency} />
        </span>
      )}
    </div>
    <Facts entry={entry} />
    <div className="event-after">
      <OrderBadge status={entry.after.status} />
      <span className="soft">
        captured <Money minor={entry.after.captured} currency={entry.currency} bare /> · refunded{' '}
        <Money minor={entry.after.refunded} currency={entry.currency} bare /> · left{' '}
        <Money minor={entry.after.remaining} currency={entry.currency} bare />
      </span>
    </div>
    <RawEvent entry={entry} link={link} />
  </li>
));

const Facts = ({ entry }: { entry: HistoryEntry }) => (
  <p className="event-facts">
    <Time at={entry.recordedAt} /> · by <span className="strong">{entry.actor.client}</span> through{' '}
    {entry.contract}
    {entry.reference !== undefined && (
      <>
        {' '}
        · reference <span className="mono">{entry.reference}</span>
      </>
    )}
    {entry.settlement !== undefined && (
      <>
        {' '}
        ·{' '}
        <Link to={`/settlements/${entry.settlement.settlementId}`}>
          settlement no. {entry.settlement.number}
        </Link>
      </>
    )}
  </p>
);

const linkTexts: Readonly<Record<Link, string>> = {
  holds: '✓ link holds,',
  broken: '✗ link broken,',
  unknown: '',
};

/** The event as it stands in the log; made only when it is opened. */
const RawEvent = ({ entry, link }: { entry: HistoryEntry; link: Link }) => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="event-raw" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>
        <span className={`link ${link}`}>{linkTexts[link]}</span> revision {entry.revision},
        position {entry.position}
      </summary>
      {isOpen && (
        <>
          <p className="small">
            <span className="soft">{entry.type}, chain </span>
            <span className="mono">{entry.chain}</span>
          </p>
          <pre className="raw" tabIndex={0} aria-label="Data of the event">
            {JSON.stringify(entry.data, undefined, 2)}
          </pre>
        </>
      )}
    </details>
  );
};
