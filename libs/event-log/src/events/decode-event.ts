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

/** The event types and actions that a stream may have. */
interface StreamSchema {
  readonly schemas: EventSchemas;
  readonly actions: Readonly<Record<string, true>>;
}

/**
 * The stored event, checked, typed and upcast. Throws `UnreadableEvent`, since no event of an
 * order's stream is skipped.
 */
export const decodeEvent = (
  stored: StoredEvent,
  schemas: EventSchemas = orderEventSchemas,
): RecordedEvent => decodeStored(stored, { schemas, actions: orderActions }) as RecordedEvent;

/**
 * Like `decodeEvent`. Also throws `UnreadableEvent` for an event about another order than its
 * stream's.
 */
export const decodeInItsStream = (stored: StoredEvent): RecordedEvent => {
  const event = decodeEvent(stored);
  const { orderId } = event.data;
  if (event.streamId === streamOf(orderId)) return event;
  throw new UnreadableEvent(event, `it is about order ${orderId}`);
};

/**
 * Like `decodeEvent`, for an event whose metadata was read and checked. Throws `UnreadableEvent`.
 */
export const decodeRead = (stored: StoredEvent, metadata: EventMetadata): RecordedEvent =>
  decodeChecked(stored, metadata, orderEventSchemas) as RecordedEvent;

/** A stored event of a stream with this schema, checked and upcast. Throws `UnreadableEvent`. */
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
  // The type is a known one and the data in its newest schema: the ledger appends nothing else.
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

/** An event of an order as it stands in the log, upcast to the newest schema. */
export type RecordedEvent = OrderEvent & {
  readonly metadata: EventMetadata;
  readonly eventId: string;
  readonly streamId: string;
  /** 0 for the first event of the order. */
  readonly revision: number;
  /** Commit position in the log: strictly increasing over all streams. */
  readonly position: bigint;
  /** By the clock of the process that recorded it. RFC 3339, UTC, milliseconds. */
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

/** The recorded event as the domain folds it. */
export const toDomainEvent = (event: RecordedEvent): RecordedOrderEvent => ({
  ...event,
  cause: causeIn(event.metadata),
});

/** An event of a settlement as it stands in the log, upcast to the newest schema. */
export type RecordedSettlementEvent = SettlementEvent & {
  readonly metadata: EventMetadata<SettlementAction>;
  readonly eventId: string;
  readonly streamId: string;
  /** 0 for the first event of the stream. */
  readonly revision: number;
  /** Commit position in the log: strictly increasing over all streams. */
  readonly position: bigint;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
};

const expected = { schemas: settlementEventSchemas, actions: settlementActions };

/**
 * The stored event, checked, typed and upcast. Throws `UnreadableEvent`, since no event of a
 * settlement's stream is skipped.
 */
export const decodeSettlementEvent = (stored: StoredEvent): RecordedSettlementEvent =>
  ofItsStream(decodeStored(stored, expected) as RecordedSettlementEvent);

/** Throws `UnreadableEvent` for an event about another store or currency than its stream's. */
const ofItsStream = (event: RecordedSettlementEvent): RecordedSettlementEvent => {
  if (event.streamId === settlementStreamOf(event.data)) return event;
  throw new UnreadableEvent(event, `it is about ${settlementStreamOf(event.data)}`);
};
