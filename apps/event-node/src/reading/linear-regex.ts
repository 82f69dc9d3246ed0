import { RE2JS, RE2Set } from 're2js';
import { MalformedMessage } from '../model/faults.js';
import { streamNameBytesMax } from '../model/stream.js';
import type { PageLimit } from '../storage/log/log-reader.js';

/** The limits of a regular expression (event-node.md, "Limits"). */
const charactersMax = 1_000;
const instructionsMax = 1_000;

/**
 * Only this number of bytes at the beginning of a text is matched. The longest stream name, with
 * the prefix `$$`, has exactly this length. An event type can be longer, and the rest of it is
 * ignored.
 */
const textBytesMax = streamNameBytesMax + 2;

/** The part of a stream name or an event type that is matched. */
export const searchedText = (bytes: Buffer): string => bytes.toString('utf8', 0, textBytesMax);

/** The limit in bytes of the memory that RE2 uses as a cache, for each expression. */
const rememberedBytesMax = 64 * 1024;

/**
 * Matching a text takes at most (characters of the text) x (instructions of the expression) steps.
 * After this number of steps, other calls are served.
 */
const stepsPerTurn = 4_000_000;

/**
 * Thrown for an expression that the engine RE2 does not support, or that would need too many
 * instructions. JavaScript's own engine is then used instead.
 */
export class NotLinear extends Error {
  override readonly name = 'NotLinear';
}

/**
 * A regular expression in the syntax of JavaScript's flag `u`, which may match anywhere in a text.
 * A search takes at most (characters of the text) x (instructions of the expression) steps, because
 * the engine, RE2, never goes back in a text (docs/decisions/0054).
 */
export class LinearRegex {
  readonly #engine: RE2Set;
  readonly #instructions: number;

  /**
   * Throws `MalformedMessage` for an expression that is wrong or too long, and `NotLinear` for one
   * that RE2 does not support.
   */
  constructor(source: string) {
    checkSyntax(source);
    const expression = withCodePoints(source);
    this.#instructions = instructionsOf(expression);
    // A set of one expression is used, because RE2 can limit the memory of a set, but not that of a
    // single expression.
    this.#engine = new RE2Set(RE2Set.UNANCHORED, 0, rememberedBytesMax);
    this.#engine.add(expression);
    this.#engine.compile();
  }

  matches(text: Buffer): boolean {
    return this.#engine.match(searchedText(text)).length > 0;
  }

  /**
   * Lowers the limit of a page (the events that a read handles without a pause), so that matching
   * its events does not delay other calls for long.
   */
  pageWithin(page: PageLimit): PageLimit {
    const bytes = Math.floor(stepsPerTurn / this.#instructions);
    return { ...page, bytes: Math.min(page.bytes, bytes) };
  }
}

/**
 * Refuses an expression that JavaScript does not accept, such as `[[:alpha:]]`. RE2 alone would
 * accept this one. JavaScript only parses the expression here and does not run it.
 */
const checkSyntax = (source: string): void => {
  if (source.length > charactersMax) {
    throw new MalformedMessage(
      `The regular expression of the filter is longer than ${charactersMax} characters.`,
    );
  }
  try {
    new RegExp(source, 'u');
  } catch {
    throw new MalformedMessage('The filter is no valid regular expression.');
  }
};

const codePointEscape =
  /\\u\{([\da-f]+)\}|\\u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})|\\u([\da-f]{4})|\\[^]/giu;

/**
 * Rewrites `\u0041`, `\u{41}` and pairs of surrogates as `\x{41}`, the form in which RE2 writes
 * code points.
 */
const withCodePoints = (source: string): string =>
  source.replaceAll(
    codePointEscape,
    (escape, braced?: string, high?: string, low?: string, plain?: string) => {
      const pair = high !== undefined && low !== undefined ? pairOf(high, low) : undefined;
      const digits = pair ?? braced ?? plain;
      return digits === undefined ? escape : `\\x{${digits}}`;
    },
  );

/** The hexadecimal digits of the code point that two surrogates encode together. */
const pairOf = (high: string, low: string): string | undefined =>
  String.fromCharCode(parseInt(high, 16), parseInt(low, 16)).codePointAt(0)?.toString(16);

/**
 * The number of instructions of the compiled expression, which is the greatest number of steps for
 * one character.
 */
const instructionsOf = (expression: string): number => {
  const instructions = compile(expression).programSize();
  if (instructions <= instructionsMax) return instructions;
  throw new NotLinear();
};

const compile = (expression: string): RE2JS => {
  try {
    return RE2JS.compile(expression);
  } catch {
    throw new NotLinear();
  }
};
