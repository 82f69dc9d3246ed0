import type { GrpcFailure } from '../protocol/grpc-failure.js';
import type { StoredEvent } from '../storage/event-record.js';

/** What a subscription found in one look. */
export interface FollowStep {
  readonly events: readonly StoredEvent[];
  /** Nothing more to read for now: wait for the next round. */
  readonly isAtEnd: boolean;
  /**
   * The live end was reached by catching up. While rounds come as they are written this stays
   * false.
   */
  readonly hasCaughtUp: boolean;
  /** The subscription ends after these events. */
  readonly failure?: GrpcFailure;
}

/** Follows the log or a stream without end. */
export interface Follower {
  next(): FollowStep;
  /** Calls back when `next` may find more, until the answered function is called. */
  onMore(listener: () => void): () => void;
}
