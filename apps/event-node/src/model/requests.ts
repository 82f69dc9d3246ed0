import { randomUUID } from 'node:crypto';

/**
 * The state that an append expects its stream to have. A number is the revision of the last event.
 * A value above 2^53 - 1 is kept as a bigint, because the refusal of the append has to repeat it
 * exactly.
 */
export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | number | bigint;

/**
 * An event that a client asks to append. The buffers of the event are views of the received
 * message, and each view keeps the whole message in memory: up to 17 MiB. An event must therefore
 * be copied (`copyEvents`) if it is kept beyond the turn of the event loop in which it was
 * received.
 */
export interface ProposedEvent {
  readonly id: Buffer;
  readonly type: Buffer;
  readonly isJson: boolean;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

/** A random id for an event that the node itself writes. */
export const newEventId = (): Buffer => Buffer.from(randomUUID().replaceAll('-', ''), 'hex');

/**
 * The size of an event in bytes, as counted for the limit of an append (event-node.md, "Limits").
 */
export const proposedSize = (event: ProposedEvent): number =>
  event.data.length + event.metadata.length + 2 * event.type.toString('utf8').length;

/** Copies events, ids included, into one piece of memory that has exactly their size. */
export const copyEvents = (events: readonly ProposedEvent[]): ProposedEvent[] => {
  const bytes = events.reduce((sum, event) => sum + contentBytes(event), 0);
  const memory = Buffer.allocUnsafeSlow(bytes);
  let used = 0;
  const copy = (part: Buffer): Buffer => {
    const start = used;
    used += part.copy(memory, start);
    return memory.subarray(start, used);
  };
  return events.map(({ id, type, isJson, metadata, data }) => ({
    id: copy(id),
    type: copy(type),
    isJson,
    metadata: copy(metadata),
    data: copy(data),
  }));
};

/** The total length of an event's buffers in bytes. */
export const contentBytes = ({ id, type, metadata, data }: ProposedEvent): number =>
  id.length + type.length + metadata.length + data.length;

/**
 * The outcome of an append or a removal. A success is reported when the write is durable. The
 * reason for a refusal may be an event that is not durable yet. The refusal is then reported only
 * when that event is durable.
 */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'wrong-revision'; readonly current: number }
  | { readonly kind: 'stream-deleted' }
  /** The disk is full: nothing was written. */
  | { readonly kind: 'disk-full' }
  /** A stored record that is needed to check the write is damaged: nothing was written. */
  | { readonly kind: 'damaged'; readonly what: string }
  /** The node failed: the events may or may not be in the log. */
  | { readonly kind: 'unknown' };

interface StreamWrite {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  /**
   * The number of bytes that this write counts towards `heldBytesMax`, the limit for all appends
   * that are not on the disk yet.
   */
  readonly bytes: number;
  /** Called with the outcome of the write, exactly once. */
  readonly settle: (outcome: WriteOutcome) => void;
}

export interface AppendRequest extends StreamWrite {
  readonly kind: 'append';
  readonly events: readonly ProposedEvent[];
}

export interface RemovalRequest extends StreamWrite {
  readonly kind: 'delete' | 'tombstone';
}

export type WriteRequest = AppendRequest | RemovalRequest;

/** A filter of `$all` as a client sent it, not validated yet. */
export interface RequestedFilter {
  readonly on: 'stream-name' | 'event-type';
  readonly regex: string;
  readonly prefixes: readonly string[];
  /**
   * A filtered subscription sends a checkpoint after every `window` times `intervalMultiplier`
   * events of the log, so that the client knows its position even if no event matches. An undefined
   * `window` means 32.
   */
  readonly window: number | undefined;
  readonly intervalMultiplier: number;
}

/**
 * The start of a read. A number is a revision of the stream, or a position of the log in a read of
 * `$all`.
 */
export type ReadFrom = 'start' | 'end' | number;
