import type { RequestedFilter } from '../messages/read-request.js';
import { GrpcFailure } from '../protocol/grpc-failure.js';
import { GrpcStatus } from '../protocol/grpc-status.js';
import type { StoredEvent } from '../storage/event-record.js';

const DEFAULT_WINDOW = 32;

/**
 * Which events a filtered read sends, and how often it tells how far it looked (event-node.md,
 * section 5).
 */
export class EventFilter {
  /** Events considered from one checkpoint to the next. */
  readonly checkpointInterval: number;
  readonly #on: RequestedFilter['on'];
  readonly #test: (text: Buffer) => boolean;

  constructor(requested: RequestedFilter) {
    this.checkpointInterval = (requested.window ?? DEFAULT_WINDOW) * requested.intervalMultiplier;
    if (this.checkpointInterval <= 0) {
      throw invalid('The checkpoint interval and the search window must be at least 1.');
    }
    this.#on = requested.on;
    this.#test = requested.regex === '' ? byPrefix(requested.prefixes) : byRegex(requested.regex);
  }

  matches(event: StoredEvent): boolean {
    return this.#test(this.#on === 'event-type' ? event.type : event.streamName);
  }
}

const invalid = (message: string): GrpcFailure =>
  new GrpcFailure(GrpcStatus.InvalidArgument, message);

const byPrefix = (prefixes: readonly string[]): ((text: Buffer) => boolean) => {
  if (prefixes.length === 0) throw invalid('A filter needs a regular expression or a prefix.');
  const starts = prefixes.map((prefix) => Buffer.from(prefix, 'utf8'));
  return (text) =>
    starts.some(
      (start) =>
        text.length >= start.length && text.compare(start, 0, start.length, 0, start.length) === 0,
    );
};

const byRegex = (source: string): ((text: Buffer) => boolean) => {
  const regex = compile(source);
  return (text) => regex.test(text.toString('utf8'));
};

const compile = (source: string): RegExp => {
  try {
    return new RegExp(source, 'u');
  } catch {
    throw invalid('The filter is no valid regular expression.');
  }
};
