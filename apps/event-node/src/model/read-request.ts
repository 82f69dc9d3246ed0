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
