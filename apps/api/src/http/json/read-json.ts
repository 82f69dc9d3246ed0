import { parse } from 'lossless-json';
import { MalformedJson } from './malformed-json.js';
import { outlineOf } from './json-outline.js';
import { isJsonNumber } from './json-value.js';
import type { JsonList, JsonValue } from './json-value.js';

const mostDepth = 32;

/** Twice what an order of 1,000 rows has; so a body of 1 MiB that is all structure cannot hold up other requests. */
const mostEntries = 20_000;

/** Leaves a byte order mark at the beginning out. */
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
    if (error instanceof SyntaxError) throw new MalformedJson('must be well-formed JSON');
    throw error;
  }
};

const isList = (value: JsonValue): value is JsonList => Array.isArray(value);

const assertStorable = (text: string): void => {
  if (text.includes('\0')) throw new MalformedJson('must not contain U+0000');
  // PostgreSQL and RFC 8785 know no lone surrogates.
  if (!text.isWellFormed()) throw new MalformedJson('must not contain lone surrogates');
};

/** Checks every string and counts the members of all objects. */
const countMembers = (value: JsonValue): number => {
  if (typeof value === 'string') assertStorable(value);
  if (typeof value !== 'object' || value === null || isJsonNumber(value)) return 0;
  let members = 0;
  if (isList(value)) {
    for (const item of value) members += countMembers(item);
    return members;
  }
  for (const [name, member] of Object.entries(value)) {
    assertStorable(name);
    members += 1 + countMembers(member);
  }
  return members;
};

/**
 * The one reader of JSON bodies (contracts/README.md, "Rules for all of them"): strict RFC 8259 in UTF-8, a byte order mark before
 * it is skipped, numbers keep their text, at most 32 levels and 20,000 members and elements.
 *
 * `lossless-json` lets a repeated name with an equal value pass and recurses without a limit. Both are closed here by
 * one glance over the text: its depth and entries are bounded before parsing, and a text with more members than the parsed value
 * has a repeated name.
 *
 * @throws MalformedJson
 */
export const readJson = (bytes: Uint8Array): JsonValue => {
  const text = textOf(bytes);
  const outline = outlineOf(text);
  if (outline.depth > mostDepth) throw new MalformedJson(`must not nest over ${mostDepth} levels`);
  if (outline.entries > mostEntries) {
    throw new MalformedJson(`must not have over ${mostEntries} members and elements`);
  }
  const value = parsed(text);
  if (countMembers(value) !== outline.members) {
    throw new MalformedJson('must not repeat a name in one object');
  }
  return value;
};
