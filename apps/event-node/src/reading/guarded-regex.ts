import vm from 'node:vm';
import { MalformedMessage } from '../model/faults.js';
import { streamNameBytesMax } from '../model/stream.js';
import type { PageLimit } from '../storage/log/log-reader.js';

/** Milliseconds that one text may take. Usual expressions take a thousandth of one. */
const textMsMax = 250;

/** Other calls have their turn after this number of events. */
const eventsPerTurn = 4;

/** The number of texts whose result is kept: a log has few event types. */
const rememberedMax = 1_000;

const search = new vm.Script('regex.test(text)');
let shared: vm.Context | undefined;

/**
 * A regular expression that needs JavaScript's own engine, such as one with a lookahead. That
 * engine can take exponential time, so each search has a time limit, at which the call ends
 * (docs/decisions/0054).
 */
export class GuardedRegex {
  readonly #regex: RegExp;
  readonly #remembered = new Map<string, boolean>();

  constructor(source: string) {
    this.#regex = new RegExp(source, 'u');
  }

  /** @throws MalformedMessage at the time limit */
  matches(bytes: Buffer): boolean {
    const text = bytes.toString('utf8', 0, streamNameBytesMax + 2);
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const isMatch = isMatchInTime(this.#regex, text);
    if (this.#remembered.size >= rememberedMax) this.#remembered.clear();
    this.#remembered.set(text, isMatch);
    return isMatch;
  }

  /** The limit of a page of events that are all matched before other calls have their turn. */
  pageWithin(page: PageLimit): PageLimit {
    return { ...page, events: Math.min(page.events, eventsPerTurn) };
  }
}

const isMatchInTime = (regex: RegExp, text: string): boolean => {
  const context = (shared ??= vm.createContext());
  Object.assign(context, { regex, text });
  try {
    return search.runInContext(context, { timeout: textMsMax }) === true;
  } catch {
    throw new MalformedMessage(
      `The regular expression of the filter took longer than ${textMsMax} ms for one text.`,
    );
  }
};
