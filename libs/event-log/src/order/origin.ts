import type { OriginContract } from '../events/event-metadata.js';

/** Where a command came from, as the edge knows it; written into the metadata of every event it decides. */
export interface Origin {
  readonly clientId: string;
  /** Default: the order's own store. */
  readonly storeId?: string;
  readonly contract: OriginContract;
  readonly endpoint: string;
  readonly correlationId: string;
  /** RFC 3339, UTC, milliseconds; the clock is the caller's. */
  readonly recordedAt: string;
  readonly traceparent?: string;
}
