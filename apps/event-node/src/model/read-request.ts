/** A filter as asked for, not yet checked. */
export interface RequestedFilter {
  readonly on: 'stream-name' | 'event-type';
  readonly regex: string;
  readonly prefixes: readonly string[];
  /** The window in events, undefined for the default. */
  readonly window: number | undefined;
  readonly intervalMultiplier: number;
}

/** Where a read begins: a revision of a stream or a position of the log. */
export type ReadFrom = 'start' | 'end' | number;
