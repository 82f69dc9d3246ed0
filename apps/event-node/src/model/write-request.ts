import { randomUUID } from 'node:crypto';

/** What a writer expects of a stream; a revision beyond 2^53 - 1 is a bigint, only to be echoed. */
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

/** The size that counts against the limit of an append (event-node.md, section 3). */
export const proposedSize = (event: ProposedEvent): number =>
  event.data.length + event.metadata.length + 2 * event.type.toString('utf8').length;

/** What became of a write. It is told only once it, or the state it was judged on, is durable. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'wrong-revision'; readonly current: number }
  | { readonly kind: 'stream-deleted' }
  /** The disk is full: nothing was written. */
  | { readonly kind: 'disk-full' }
  /** A record that it has to be judged by is damaged: nothing was written. */
  | { readonly kind: 'damaged'; readonly what: string }
  /** The node failed: nobody knows. */
  | { readonly kind: 'unknown' };

interface StreamWrite {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  /** Counts against the limit of what waits. */
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
