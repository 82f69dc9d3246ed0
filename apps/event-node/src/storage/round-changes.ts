import type { StoredEvent } from './event-record.js';
import type { StoredMetadata } from './stored-metadata.js';
import type { StreamHead } from './stream-head.js';

/** What one round of the writer changes: all of it becomes durable, or nothing. */
export interface RoundChanges {
  readonly events: readonly StoredEvent[];
  /** By stream name. */
  readonly heads: ReadonlyMap<string, StreamHead>;
  /** By stream number. */
  readonly metadata: ReadonlyMap<number, StoredMetadata>;
  /** Undefined if no stream is new. */
  readonly nextStreamNumber: number | undefined;
}
