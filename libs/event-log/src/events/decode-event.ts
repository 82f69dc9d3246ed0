import { isObject } from '#ledger';
import type {
  Cause,
  OrderEvent,
  RecordedOrderEvent,
  SettlementAction,
  SettlementEvent,
} from '#ledger';
import type { StoredEvent } from '../client/stored-event.js';
import { UnreadableEvent } from '../faults.js';
import { streamOf, settlementStreamOf } from '../streams.js';
import { type EventMetadata, orderActions, parseMetadata } from './event-metadata.js';
import {
  type EventSchemas,
  orderEventSchemas,
  settlementActions,
  settlementEventSchemas,
  upcastData,
} from './event-types.js';

/** The event types and the actions that occur in a stream. */
interface StreamSchema {
  readonly schemas: EventSchemas;
  readonly actions: Readonly<Record<string, true>>;
}

/**
 * Checks an order's stored event, and brings it to the newest schema. Throws `UnreadableEvent`: no
 * event of an order is ever skipped.
 */
export const decodeEvent = (
  stored: StoredEvent,
  schemas: EventSchemas = orderEventSchemas,
): RecordedEvent => decodeStored(stored, { schemas, actions: orderActions }) as RecordedEvent;

/**
 * Like `decodeEvent`. Also throws `UnreadableEvent` if the order id in the event's data is not the
 * order id in the name of its stream.
 */
export const decodeInItsStream = (stored: StoredEvent): RecordedEvent => {
  const event = decodeEvent(stored);
  const { orderId } = event.data;
  if (event.streamId === streamOf(orderId)) return event;
  throw new UnreadableEvent(event, `it is about order ${orderId}`);
};

/**
 * Like `decodeEvent`, for an event whose metadata were read and checked before. Throws
 * `UnreadableEvent`.
 */
export const decodeRead = (stored: StoredEvent, metadata: EventMetadata): RecordedEvent =>
  decodeChecked(stored, metadata, orderEventSchemas) as RecordedEvent;

/**
 * Checks a stored event against the types and actions of its stream, and brings it to the newest
 * schema. Throws `UnreadableEvent`.
 */
export const decodeStored = (stored: StoredEvent, { schemas, actions }: StreamSchema): unknown => {
  const metadata = parseMetadata(stored.metadata, actions);
  if ('wrong' in metadata)
    throw unreadableEvent(stored, `${metadata.wrong} is missing or malformed`);
  return decodeChecked(stored, metadata, schemas);
};

const decodeChecked = (
  stored: StoredEvent,
  metadata: EventMetadata<string>,
  schemas: EventSchemas,
): unknown => {
  const { streamId, type, id: eventId } = stored;
  if (!isObject(stored.data)) throw unreadableEvent(stored, 'its data is not a JSON object');
  if (stored.position === undefined) throw unreadableEvent(stored, 'it has no log position');
  const data = upcastData(schemas, {
    type,
    version: metadata.schemaVersion,
    data: stored.data,
  });
  if (typeof data === 'string') throw unreadableEvent(stored, data);
  // The members of the data are not checked, because only the ledger writes these events, and it
  // writes only valid data. The event's type and schema version were checked above.
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

const unreadableEvent = ({ streamId, type, revision }: StoredEvent, why: string): UnreadableEvent =>
  new UnreadableEvent({ streamId, revision: Number(revision), type }, why);

/** An event of an order from the log, in the newest schema. */
export type RecordedEvent = OrderEvent & {
  readonly metadata: EventMetadata;
  readonly eventId: string;
  readonly streamId: string;
  /** The number of the event in its stream, from 0. */
  readonly revision: number;
  /** The position in the log; all later events of any stream have a higher position. */
  readonly position: bigint;
  /** RFC 3339, UTC, milliseconds; by the clock of the process that received the command. */
  readonly recordedAt: string;
};

const causeIn = (metadata: EventMetadata): Cause => {
  const { action, fingerprint, idempotencyKey, correlationId } = metadata;
  return {
    action,
    fingerprint,
    correlationId,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
};

/** Converts a recorded event to the form from which the domain computes an order's state. */
export const toDomainEvent = (event: RecordedEvent): RecordedOrderEvent => ({
  ...event,
  cause: causeIn(event.metadata),
});

/** An event of a settlement from the log, in the newest schema. */
export type RecordedSettlementEvent = SettlementEvent & {
  readonly metadata: EventMetadata<SettlementAction>;
  readonly eventId: string;
  readonly streamId: string;
  /** The number of the event in its stream, from 0. */
  readonly revision: number;
  /** The position in the log; all later events of any stream have a higher position. */
  readonly position: bigint;
  /** RFC 3339, UTC, milliseconds; by the clock of the process that received the command. */
  readonly recordedAt: string;
};

const expected = { schemas: settlementEventSchemas, actions: settlementActions };

/**
 * Checks a settlement's stored event, and brings it to the newest schema. Throws `UnreadableEvent`:
 * no event of a settlement is ever skipped.
 */
export const decodeSettlementEvent = (stored: StoredEvent): RecordedSettlementEvent =>
  ofItsStream(decodeStored(stored, expected) as RecordedSettlementEvent);

/**
 * Returns the event if its store and its currency are those in the name of its stream; throws
 * `UnreadableEvent` otherwise.
 */
const ofItsStream = (event: RecordedSettlementEvent): RecordedSettlementEvent => {
  if (event.streamId === settlementStreamOf(event.data)) return event;
  throw new UnreadableEvent(event, `it is about ${settlementStreamOf(event.data)}`);
};
