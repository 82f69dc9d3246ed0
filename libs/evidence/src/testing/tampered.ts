import { chainStart, eventIdOf, linkOf } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';

type Events = readonly StoredEvent[];

/** The event with other data, its chain value left as it was. */
export const withData = (event: StoredEvent, data: object): StoredEvent => ({
  ...event,
  data: { ...(event.data as object), ...data },
});

export const withMetadata = (event: StoredEvent, metadata: object): StoredEvent => ({
  ...event,
  metadata: { ...(event.metadata as object), ...metadata },
});

/** Puts the event where another stood: at its position. */
export const at = (event: StoredEvent, place: StoredEvent): StoredEvent => ({
  ...event,
  position: place.position,
});

/** What somebody does who knows how chains are made: every link, and every id, of a stream anew. */
export const relinked = (events: Events, stream: string): StoredEvent[] => {
  let chain = chainStart;
  let revision = -1n;
  return events.map((event) => {
    if (event.streamId !== stream) return event;
    // Canonical JSON leaves out what is undefined.
    const metadata = { ...(event.metadata as object), chain: undefined };
    ({ chain } = linkOf(chain, { type: event.type, data: event.data, metadata }));
    revision += 1n;
    return { ...event, revision, id: eventIdOf(chain), metadata: { ...metadata, chain } };
  });
};

/** Reads a list of events as the log that it is. */
export const logOf = (events: Events) => ({
  readLog: ({ after, eventsMax }: { after: bigint; eventsMax: number }) =>
    Promise.resolve(
      events
        .filter(({ position }) => position !== undefined && position.commit > after)
        .slice(0, eventsMax),
    ),
});
