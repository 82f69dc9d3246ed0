import type { RequestedFilter } from '../model/requests.js';
import { MalformedMessage } from '../model/faults.js';
import type { EventRecord } from '../storage/log/event-record.js';
import type { PageLimit } from '../storage/log/log-reader.js';
import { GuardedRegex } from './guarded-regex.js';
import { LinearRegex, NotLinear } from './linear-regex.js';

const defaultWindow = 32;

/** The limits of the prefixes of a filter (event-node.md, "Limits"). */
const prefixesMax = 1_000;
const prefixBytesMax = 64 * 1024;

/** Decides which events a filtered read returns, and after how many events a checkpoint is sent. */
export class EventFilter {
  /**
   * The number of events from one checkpoint to the next. Events that do not match the filter count
   * too.
   */
  readonly checkpointInterval: number;
  readonly #on: RequestedFilter['on'];
  readonly #regex: LinearRegex | GuardedRegex | undefined;
  readonly #prefixes: readonly Buffer[];

  constructor(requested: RequestedFilter) {
    this.checkpointInterval = (requested.window ?? defaultWindow) * requested.intervalMultiplier;
    if (this.checkpointInterval <= 0) {
      throw new MalformedMessage(
        'The checkpoint interval and the search window must be at least 1.',
      );
    }
    this.#on = requested.on;
    this.#regex = requested.regex === '' ? undefined : regexOf(requested.regex);
    this.#prefixes = this.#regex === undefined ? prefixesOf(requested.prefixes) : [];
  }

  matches(event: EventRecord): boolean {
    const text = this.#on === 'event-type' ? event.type : event.streamName;
    return this.#regex?.matches(text) ?? this.#prefixes.some((prefix) => isPrefix(prefix, text));
  }

  /**
   * Lowers the limit of a page (the events that a read handles without a pause) if the filter has a
   * regular expression. Matching takes time, and other calls are served only between pages.
   */
  pageWithin(page: PageLimit): PageLimit {
    return this.#regex?.pageWithin(page) ?? page;
  }
}

/**
 * Compiles a regular expression for RE2, which takes linear time. If RE2 cannot run the expression,
 * JavaScript's own engine is used. Throws `MalformedMessage` for an expression that is wrong or too
 * long.
 */
const regexOf = (source: string): LinearRegex | GuardedRegex => {
  try {
    return new LinearRegex(source);
  } catch (error) {
    if (error instanceof NotLinear) return new GuardedRegex(source);
    throw error;
  }
};

const prefixesOf = (prefixes: readonly string[]): readonly Buffer[] => {
  if (prefixes.length === 0) {
    throw new MalformedMessage('A filter needs a regular expression or a prefix.');
  }
  const encoded = prefixes.map((prefix) => Buffer.from(prefix, 'utf8'));
  const bytes = encoded.reduce((sum, { length }) => sum + length, 0);
  if (prefixes.length > prefixesMax || bytes > prefixBytesMax) {
    throw new MalformedMessage(
      `A filter has at most ${prefixesMax} prefixes with ${prefixBytesMax} bytes together.`,
    );
  }
  return encoded;
};

const isPrefix = (prefix: Buffer, text: Buffer): boolean =>
  text.length >= prefix.length && text.compare(prefix, 0, prefix.length, 0, prefix.length) === 0;
