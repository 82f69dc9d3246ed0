import type { StoredEvent } from '../client/stored-event.js';

type Fields = Readonly<Record<string, unknown>>;

/** An event as it stands in the log, not upcast: data and metadata are what was written. */
export interface LoggedEvent {
  /** UUID. */
  readonly eventId: string;
  readonly streamId: string;
  readonly type: string;
  /** 0 for the first event of the stream. */
  readonly revision: number;
  /** Commit position in the log: strictly increasing over all streams. */
  readonly position: bigint;
  readonly data: Fields;
  readonly metadata: Fields & { readonly storeId: string };
}

/** The stored event, if it is one of the ledger's: JSON objects, and metadata that names a store. */
export const loggedEvent = (stored: StoredEvent): LoggedEvent | undefined => {
  const { id, streamId, type, revision, position, data, metadata } = stored;
  if (position === undefined || !isFields(data) || !namesStore(metadata)) return undefined;
  return {
    eventId: id,
    streamId,
    type,
    revision: Number(revision),
    position: position.commit,
    data,
    metadata,
  };
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array);

const namesStore = (value: unknown): value is LoggedEvent['metadata'] =>
  isFields(value) && typeof value['storeId'] === 'string';
