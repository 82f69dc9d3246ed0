import { LosslessNumber as JsonNumber, parse } from 'lossless-json';

export { JsonNumber };

/**
 * True for a number that was parsed from JSON and kept its original digits. The test of the library
 * accepts any object with a member `isLosslessNumber`, and a caller could send such an object.
 */
export const isJsonNumber = (value: unknown): value is JsonNumber => value instanceof JsonNumber;

const depthMax = 32;

/**
 * An order of 1,000 rows has about 10,000 members, half of this limit. Without the limit, parsing a
 * body of 1 MiB full of brackets and commas would block other requests.
 */
const entriesMax = 20_000;

/**
 * `TextDecoder` removes a byte order mark at the beginning. With `fatal` it throws on invalid
 * UTF-8.
 */
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

/**
 * Counts the members of all objects, and refuses strings and names that PostgreSQL cannot store.
 */
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
 * Parses every JSON body of the API by strict RFC 8259, in UTF-8. At most 32 levels and 20,000
 * members and elements are allowed (contracts/README.md, "Rules for all of them"). Numbers keep
 * their original digits, and a byte order mark at the beginning is skipped.
 *
 * The parser `lossless-json` has two gaps, so the text is scanned before it is parsed. The parser
 * recurses without a limit, so the scan checks the depth. The parser also accepts a repeated name
 * if both values are equal. In this case the scan counts more members than the parsed value has,
 * and the body is refused.
 *
 * @param nul `kept`: U+0000 is accepted here, because the caller of `readJson` refuses it with the
 * name of the field
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
 * Thrown if the bytes are not JSON by the rules of `readJson`. `message` gives the reason, in words
 * that may be sent to the caller.
 */
export class MalformedJson extends Error {
  override readonly name = 'MalformedJson';
}

/** Numbers that describe a JSON text, counted without parsing it. */
export interface JsonOutline {
  /** The deepest level of nested lists and objects. */
  readonly depth: number;
  /** The number of members of all objects, which is the number of colons outside of strings. */
  readonly members: number;
  /**
   * An upper limit of the members and elements of all objects and lists. Each of them follows a
   * comma or an opening bracket, so these are counted. An empty list or object therefore counts as
   * one.
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
 * Scans the text once, without recursion. The counts are only meaningful if the text is valid JSON,
 * which the parser checks later.
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

/** A parsed JSON value. Numbers in the value keep their original digits. */
export type JsonValue = string | boolean | null | JsonNumber | JsonList | JsonObject;
export type JsonList = readonly JsonValue[];
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value);

/**
 * The index of the closing quote of the string that starts at `start`. Without a closing quote, the
 * result is the length of the text or more.
 */
const endOfString = (text: string, start: number): number => {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== quote) {
    index += text.charCodeAt(index) === backslash ? 2 : 1;
  }
  return index;
};

/**
 * The names found so far in an object that is not closed yet. For a list this is `undefined`,
 * because a list has no names.
 */
type Names = Set<string> | undefined;

/** Decodes a quoted JSON string. Returns `undefined` if the string is malformed. */
const stringOf = (literal: string): string | undefined => {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
};

/**
 * The first name that occurs twice in one object, for the error message. If the text is malformed,
 * the search covers the part before the fault.
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
