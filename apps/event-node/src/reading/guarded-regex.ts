import vm from 'node:vm';
import { MalformedMessage } from '../model/faults.js';
import type { PageLimit } from '../storage/log/log-reader.js';
import { searchedText } from './linear-regex.js';

/**
 * The time limit in milliseconds for matching one text. Usual expressions take a thousandth of a
 * millisecond.
 */
const textMsMax = 250;

/**
 * The number of events that are matched without a pause. Other calls are served in the pause, so
 * that a slow expression does not block the node.
 */
const eventsPerTurn = 4;

/**
 * The number of texts whose result is cached. A filter by event type meets only a few different
 * texts, so most results come from the cache.
 */
const rememberedMax = 1_000;

const search = new vm.Script('regex.test(text)');
let shared: vm.Context | undefined;

/**
 * A regular expression that only JavaScript's own engine can run, such as one with a lookahead.
 * This engine can take exponential time for a text. Each search therefore has a time limit. A read
 * whose search exceeds the limit ends with an error (docs/decisions/0054).
 */
export class GuardedRegex {
  readonly #regex: RegExp;
  readonly #remembered = new Map<string, boolean>();

  constructor(source: string) {
    this.#regex = new RegExp(source, 'u');
  }

  /** Throws `MalformedMessage` if the search reaches its time limit. */
  matches(bytes: Buffer): boolean {
    const text = searchedText(bytes);
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const isMatch = isMatchInTime(this.#regex, text);
    if (this.#remembered.size >= rememberedMax) this.#remembered.clear();
    this.#remembered.set(text, isMatch);
    return isMatch;
  }

  /**
   * Lowers the limit of a page (the events that a read handles without a pause), because other
   * calls are served only after all events of the page are matched.
   */
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
