import type { StoredEvent } from '../client/stored-event.js';
import { UnreadableEvent } from '../faults/unreadable-event.js';
import { streamOf } from '../order/stream-of.js';
import { orderEventSchemas, type EventSchemas } from './order-event-schemas.js';
import { orderActions, parseMetadata } from './parse-metadata.js';
import type { RecordedEvent } from './recorded-event.js';
import type { EventMetadata } from './event-metadata.js';
import { upcastData } from './upcast-data.js';

/** What a stream's events may be. */
interface StreamSchema {
  readonly schemas: EventSchemas;
  readonly actions: Readonly<Record<string, true>>;
}

/** The stored event, checked, typed and upcast. Throws `UnreadableEvent`; nothing in an order's stream is skipped. */
export const decodeEvent = (
  stored: StoredEvent,
  schemas: EventSchemas = orderEventSchemas,
): RecordedEvent => decodeStored(stored, { schemas, actions: orderActions }) as RecordedEvent;

/** As `decodeEvent`. What another order's stream says of an order is nothing that happened to it: `UnreadableEvent`. */
export const decodeInItsStream = (stored: StoredEvent): RecordedEvent => {
  const event = decodeEvent(stored);
  const { orderId } = event.data;
  if (event.streamId === streamOf(orderId)) return event;
  throw new UnreadableEvent(event, `it is about order ${orderId}`);
};

/** As `decodeEvent`, of an event whose metadata was read and checked. Throws `UnreadableEvent`. */
export const decodeRead = (stored: StoredEvent, metadata: EventMetadata): RecordedEvent =>
  decodeChecked(stored, metadata, orderEventSchemas) as RecordedEvent;

/** An event of a stream whose events are these. Throws `UnreadableEvent`. */
export const decodeStored = (stored: StoredEvent, { schemas, actions }: StreamSchema): unknown => {
  const metadata = parseMetadata(stored.metadata, actions);
  if ('wrong' in metadata) throw unreadable(stored, `${metadata.wrong} is missing or malformed`);
  return decodeChecked(stored, metadata, schemas);
};

const decodeChecked = (
  stored: StoredEvent,
  metadata: EventMetadata<string>,
  schemas: EventSchemas,
): unknown => {
  const { streamId, type, id: eventId } = stored;
  if (!isData(stored.data)) throw unreadable(stored, 'its data is not a JSON object');
  if (stored.position === undefined) throw unreadable(stored, 'it has no log position');
  const data = upcastData(schemas, {
    type,
    version: metadata.schemaVersion,
    data: stored.data,
  });
  if (typeof data === 'string') throw unreadable(stored, data);
  // The type is in the registry and the data in its newest schema: our own appends write nothing else.
  return {
    type,
    data,
    metadata,
    eventId,
    streamId,
    revision: Number(stored.revision),
    position: stored.position.commit,
    recordedAt: metadata.recordedAt,
  };
};

const unreadable = ({ streamId, type, revision }: StoredEvent, why: string): UnreadableEvent =>
  new UnreadableEvent({ streamId, revision: Number(revision), type }, why);

const isData = (data: unknown): data is Readonly<Record<string, unknown>> =>
  typeof data === 'object' &&
  data !== null &&
  !Array.isArray(data) &&
  !(data instanceof Uint8Array);
