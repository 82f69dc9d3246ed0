import type { StoredEvent } from '../storage/event-record.js';

/** One step of a read that ends. */
export interface ReadPage {
  readonly events: readonly StoredEvent[];
  readonly isLast: boolean;
}

/** A read that ends, page by page. Every page is one short transaction of the store. */
export interface EventSource {
  next(): ReadPage;
}

/** Where a read begins: a revision of a stream or a position of the log. */
export type ReadFrom = 'start' | 'end' | number;
