import { LosslessNumber as JsonNumber, parse } from 'lossless-json';

export { JsonNumber };

/**
 * True for a JSON number that kept its text. The library's own test would also be true for any
 * object with a member `isLosslessNumber`, which a caller could send.
 */
export const isJsonNumber = (value: unknown): value is JsonNumber => value instanceof JsonNumber;

const depthMax = 32;

/**
 * An order of 1,000 rows has half as many members. The limit exists because parsing a body of 1 MiB
 * that is all brackets and commas would block other requests.
 */
const entriesMax = 20_000;

/** A decoder that leaves out a byte order mark at the beginning. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

const textOf = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new MalformedJson('must be encoded in UTF-8');
  }
};

const parsed = (text: string): JsonValue => {
  try {
    return parse(text) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const repeated = repeatedName(text);
    throw repeated === undefined
      ? new MalformedJson('must be well-formed JSON')
      : nameRepeated(repeated);
  }
};

const namedCharacters = 64;

const nameRepeated = (name: string): MalformedJson =>
  new MalformedJson(
    `must not repeat the name ${JSON.stringify(name.slice(0, namedCharacters))} in one object`,
  );

type NulRule = 'refused' | 'kept';

const isList = (value: JsonValue): value is JsonList => Array.isArray(value);

const assertStorable = (text: string, nul: NulRule): void => {
  if (nul === 'refused' && text.includes('\0')) throw new MalformedJson('must not contain U+0000');
  // PostgreSQL cannot store lone surrogates, and RFC 8785 does not allow them.
  if (!text.isWellFormed()) throw new MalformedJson('must not contain lone surrogates');
};

/** Checks every string and counts the members of all objects. */
const countMembers = (value: JsonValue, nul: NulRule): number => {
  if (typeof value === 'string') assertStorable(value, nul);
  if (typeof value !== 'object' || value === null || isJsonNumber(value)) return 0;
  let members = 0;
  if (isList(value)) {
    for (const item of value) members += countMembers(item, nul);
    return members;
  }
  for (const [name, member] of Object.entries(value)) {
    assertStorable(name, nul);
    members += 1 + countMembers(member, nul);
  }
  return members;
};

/**
 * The one reader of JSON bodies (contracts/README.md, "Rules for all of them"): strict RFC 8259 in
 * UTF-8. A byte order mark at the beginning is skipped, numbers keep their text, and there may be
 * at most 32 levels and 20,000 members and elements.
 *
 * `lossless-json` accepts a repeated name with an equal value, and recurses without a limit. So the
 * text is scanned before it is parsed: its depth and entries are bounded, and if the scan counts
 * more members than the parsed value has, a name is repeated.
 *
 * @param nul `kept`: U+0000 in a text is left to the caller, who names the field that has it
 * @throws MalformedJson
 */
export const readJson = (bytes: Uint8Array, nul: NulRule = 'refused'): JsonValue => {
  const text = textOf(bytes);
  const outline = outlineOf(text);
  if (outline.depth > depthMax) throw new MalformedJson(`must not nest over ${depthMax} levels`);
  if (outline.entries > entriesMax) {
    throw new MalformedJson(`must not have over ${entriesMax} members and elements`);
  }
  const value = parsed(text);
  if (countMembers(value, nul) !== outline.members) {
    throw nameRepeated(repeatedName(text) ?? '');
  }
  return value;
};

/**
 * Thrown for bytes that are not a JSON text by the rules of `readJson`; `message` says why, in
 * words fit for the caller.
 */
export class MalformedJson extends Error {
  override readonly name = 'MalformedJson';
}

/** Counts about a JSON text, made without parsing it. */
export interface JsonOutline {
  /** Levels of nested lists and objects. */
  readonly depth: number;
  /** Members of all objects in the text together, counted by the colons outside of strings. */
  readonly members: number;
  /**
   * Members and elements of all objects and lists in the text together. They are counted by commas
   * and opening brackets, since one of these comes before each of them; so an empty list or object
   * counts as one entry.
   */
  readonly entries: number;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

/**
 * Counts the outline in one pass without recursion. The counts mean something only if the text then
 * proves to be JSON.
 */
export const outlineOf = (text: string): JsonOutline => {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let entries = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === colon) members += 1;
    else if (code === comma) entries += 1;
    else if (openers.has(code)) {
      entries += 1;
      deepest = Math.max(deepest, (depth += 1));
    } else if (closers.has(code)) depth -= 1;
  }
  return { depth: deepest, members, entries };
};

/** A JSON value whose numbers kept their text. */
export type JsonValue = string | boolean | null | JsonNumber | JsonList | JsonObject;
export type JsonList = readonly JsonValue[];
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value);

/**
 * The index of the closing quote of the string that starts at `start`; the end of the text or
 * beyond if there is no closing quote.
 */
const endOfString = (text: string, start: number): number => {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== quote) {
    index += text.charCodeAt(index) === backslash ? 2 : 1;
  }
  return index;
};

/**
 * The names seen so far in an object that is still open; `undefined` for a list, whose strings are
 * values.
 */
type Names = Set<string> | undefined;

/** The value of a JSON string with its quotes; `undefined` for a malformed one. */
const stringOf = (literal: string): string | undefined => {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
};

/**
 * The first name that a JSON text has twice in one object, for the error message. A malformed text
 * is read as far as possible.
 */
const repeatedName = (text: string): string | undefined => {
  const open: Names[] = [];
  let isName = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      const end = endOfString(text, index);
      const name = isName ? stringOf(text.slice(index, end + 1)) : undefined;
      const names = open.at(-1);
      if (name !== undefined && names?.has(name)) return name;
      if (name !== undefined) names?.add(name);
      isName = false;
      index = end;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      isName = character === '{';
    } else if (character === '}' || character === ']') {
      open.pop();
      isName = false;
    } else if (character === ',') isName = open.at(-1) !== undefined;
  }
  return undefined;
};
