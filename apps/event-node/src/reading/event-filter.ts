import type { RequestedFilter } from '../model/requests.js';
import { MalformedMessage } from '../model/faults.js';
import type { EventRecord } from '../storage/log/event-record.js';

const defaultWindow = 32;

/** Selects the events of a filtered read and the interval of its checkpoints. */
export class EventFilter {
  /** The number of events from one checkpoint to the next, matching or not. */
  readonly checkpointInterval: number;
  readonly #on: RequestedFilter['on'];
  readonly #test: (text: Buffer) => boolean;

  constructor(requested: RequestedFilter) {
    this.checkpointInterval = (requested.window ?? defaultWindow) * requested.intervalMultiplier;
    if (this.checkpointInterval <= 0) {
      throw new MalformedMessage(
        'The checkpoint interval and the search window must be at least 1.',
      );
    }
    this.#on = requested.on;
    this.#test = requested.regex === '' ? byPrefix(requested.prefixes) : byRegex(requested.regex);
  }

  matches(event: EventRecord): boolean {
    return this.#test(this.#on === 'event-type' ? event.type : event.streamName);
  }
}

const byPrefix = (prefixes: readonly string[]): ((text: Buffer) => boolean) => {
  if (prefixes.length === 0)
    throw new MalformedMessage('A filter needs a regular expression or a prefix.');
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
    throw new MalformedMessage('The filter is no valid regular expression.');
  }
};
