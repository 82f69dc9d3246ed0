import { memo, useState, type Ref } from 'react';
import { Link } from 'react-router';
import type { HistoryEntry } from '../../api/types.js';
import { OrderBadge } from '../../ui/badge.js';
import { Money, Said, Time } from '../../ui/values.js';
import { eventName } from './replay.js';

/**
 * `holds` if the event's stored hash matches the recomputed one, and `broken` if not. `unknown`
 * until the hash was recomputed.
 */
export type LinkState = 'holds' | 'broken' | 'unknown';

/** The place of an event in the list, relative to the event that the user selected. */
export type Place = 'before' | 'shown' | 'later';

interface TimelineEntryProps {
  readonly ref: Ref<HTMLLIElement>;
  readonly entry: HistoryEntry;
  readonly at: number;
  /** The number of events in the whole list, most of which are not drawn. */
  readonly count: number;
  readonly place: Place;
  readonly link: LinkState;
  readonly onIndex: (index: number) => void;
}

export const TimelineEntry = memo(
  ({ ref, entry, at, count, place, link, onIndex }: TimelineEntryProps) => (
    <li
      ref={ref}
      data-index={at}
      className={`event ${place}`}
      aria-posinset={at + 1}
      aria-setsize={count}
      aria-current={place === 'shown' ? 'step' : undefined}
    >
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
      <Rows entry={entry} />
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
  ),
);

const Facts = ({ entry }: { entry: HistoryEntry }) => (
  <p className="event-facts">
    <Time at={entry.recordedAt} /> · by{' '}
    <span className="strong">
      <Said text={entry.actor.client} />
    </span>{' '}
    through {entry.contract}
    {entry.reference !== undefined && (
      <>
        {' '}
        · reference <Said text={entry.reference} mono />
      </>
    )}
    {entry.settlement !== undefined && (
      <>
        {' '}
        ·{' '}
        <Link to={`/settlements/${entry.settlement.settlementId}`}>
          settlement no.&nbsp;{entry.settlement.number}
        </Link>
      </>
    )}
  </p>
);

const rowsMax = 3;

/**
 * The first three rows that the event registered, captured or refunded. Some events have no rows.
 */
const Rows = ({ entry: { rows = [], vat, currency } }: { entry: HistoryEntry }) =>
  rows.length === 0 ? null : (
    <p className="event-rows soft">
      {rows.slice(0, rowsMax).map(({ description, quantity, unitPrice }, at) => (
        <span key={at} className="event-row">
          {quantity} × <Said text={description} />{' '}
          <Money minor={unitPrice} currency={currency} bare />
        </span>
      ))}
      {rows.length > rowsMax && <span>and {rows.length - rowsMax} more</span>}
      {vat !== undefined && (
        <span>
          VAT{' '}
          <Money minor={vat.reduce((sum, share) => sum + share.vat, 0)} currency={currency} bare />
        </span>
      )}
    </p>
  );

const linkTexts: Readonly<Record<LinkState, string>> = {
  holds: '✓ link holds,',
  broken: '✗ link broken,',
  unknown: '',
};

/**
 * The data of the event exactly as stored in the log. The JSON is drawn only once the user opens
 * it.
 */
const RawEvent = ({ entry, link }: { entry: HistoryEntry; link: LinkState }) => {
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
