import type { StoredEvent } from '../client/stored-event.js';
import { UnreadableEvent } from '../faults/unreadable-event.js';
import { orderEventSchemas, type EventSchemas } from './order-event-schemas.js';
import { orderActions, parseMetadata } from './parse-metadata.js';
import type { RecordedEvent } from './recorded-event.js';
import { upcastData } from './upcast-data.js';

/** What a stream's events may be. */
interface Expected {
  readonly schemas: EventSchemas;
  readonly actions: Readonly<Record<string, true>>;
}

/** The stored event, checked, typed and upcast. Throws `UnreadableEvent`; nothing in an order's stream is skipped. */
export const decodeEvent = (
  stored: StoredEvent,
  schemas: EventSchemas = orderEventSchemas,
): RecordedEvent => decodeStored(stored, { schemas, actions: orderActions }) as RecordedEvent;

/** An event of a stream whose events are these. Throws `UnreadableEvent`. */
export const decodeStored = (stored: StoredEvent, { schemas, actions }: Expected): unknown => {
  const { streamId, type, id: eventId } = stored;
  const revision = Number(stored.revision);
  const unreadable = (why: string): UnreadableEvent =>
    new UnreadableEvent({ streamId, revision, type }, why);
  const metadata = parseMetadata(stored.metadata, actions);
  if ('wrong' in metadata) throw unreadable(`${metadata.wrong} is missing or malformed`);
  if (!isData(stored.data)) throw unreadable('its data is not a JSON object');
  if (stored.position === undefined) throw unreadable('it has no log position');
  const data = upcastData(schemas, {
    type,
    version: metadata.schemaVersion,
    data: stored.data,
  });
  if (typeof data === 'string') throw unreadable(data);
  // The type is in the registry and the data in its newest schema: our own appends write nothing else.
  return {
    type,
    data,
    metadata,
    eventId,
    streamId,
    revision,
    position: stored.position.commit,
    recordedAt: metadata.recordedAt,
  };
};

const isData = (data: unknown): data is Readonly<Record<string, unknown>> =>
  typeof data === 'object' &&
  data !== null &&
  !Array.isArray(data) &&
  !(data instanceof Uint8Array);
