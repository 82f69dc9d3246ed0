import { randomUUID } from 'node:crypto';

/**
 * The state of a stream that a writer expects. A revision above 2^53 - 1 is a bigint, which is only
 * echoed.
 */
export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | number | bigint;

/** An event that a client asks to append. Buffers are views of the received message. */
export interface ProposedEvent {
  readonly id: Buffer;
  readonly type: Buffer;
  readonly isJson: boolean;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

/** A random id for an event of the node itself. */
export const newEventId = (): Buffer => Buffer.from(randomUUID().replaceAll('-', ''), 'hex');

/** The size that counts against the limit of an append (event-node.md, "Limits"). */
export const proposedSize = (event: ProposedEvent): number =>
  event.data.length + event.metadata.length + 2 * event.type.toString('utf8').length;

/** The outcome of a write, known once the write, or the state that refused it, is durable. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'wrong-revision'; readonly current: number }
  | { readonly kind: 'stream-deleted' }
  /** The disk is full: nothing was written. */
  | { readonly kind: 'disk-full' }
  /** A record that the check needs is damaged: nothing was written. */
  | { readonly kind: 'damaged'; readonly what: string }
  /** The node failed: the write may be in the log or not. */
  | { readonly kind: 'unknown' };

interface StreamWrite {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  /** Counts against the limit of waiting bytes. */
  readonly bytes: number;
  /** Called exactly once. */
  settle(outcome: WriteOutcome): void;
}

export interface AppendRequest extends StreamWrite {
  readonly kind: 'append';
  readonly events: readonly ProposedEvent[];
}

export interface RemovalRequest extends StreamWrite {
  readonly kind: 'delete' | 'tombstone';
}

export type WriteRequest = AppendRequest | RemovalRequest;

/** A filter as requested, not validated yet. */
export interface RequestedFilter {
  readonly on: 'stream-name' | 'event-type';
  readonly regex: string;
  readonly prefixes: readonly string[];
  /** The search window in events; undefined for the default. */
  readonly window: number | undefined;
  readonly intervalMultiplier: number;
}

/** The start of a read: a revision of a stream or a position of the log. */
export type ReadFrom = 'start' | 'end' | number;
