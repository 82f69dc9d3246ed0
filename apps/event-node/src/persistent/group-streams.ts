import type { StoredEvent } from '../storage/event-record.js';
import { isMetadataStream, streamOfMetadata } from '../streams/stream-name.js';
import type { GroupKey } from './group-config.js';

/** The stream whose last event says which groups there are. */
export const CONFIG_STREAM = '$persistentSubscriptionConfig';

const nameOf = ({ stream, group }: GroupKey): string =>
  `$persistentsubscription-${stream}::${group}`;

export const checkpointStreamOf = (key: GroupKey): string => `${nameOf(key)}-checkpoint`;

/** Holds links to what the group gave up (event-node.md, section 7). */
export const parkedStreamOf = (key: GroupKey): string => `${nameOf(key)}-parked`;

const DOLLAR = 0x24;
const OF_ALL = '$persistentsubscription-$all::';

/**
 * Whether `$all` leaves an event out: what a group on `$all` notes about itself would otherwise
 * be delivered to it and noted again (event-node.md, section 5).
 */
const isHidden = ({ streamName }: StoredEvent): boolean => {
  if (streamName[0] !== DOLLAR) return false;
  const name = streamName.toString('utf8');
  return (isMetadataStream(name) ? streamOfMetadata(name) : name).startsWith(OF_ALL);
};

/** The events that `$all` shows: the same array if it shows all of them. */
export const visibleInAll = (events: readonly StoredEvent[]): readonly StoredEvent[] =>
  events.some(isHidden) ? events.filter((event) => !isHidden(event)) : events;
