import type { ExpectedRevision } from '../messages/expected-revision.js';
import type { ProposedEvent } from '../messages/proposed-event.js';

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
