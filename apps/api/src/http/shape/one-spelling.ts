import { isJsonNumber } from '../json/json-value.js';
import type { JsonValue } from '../json/json-value.js';
import { MalformedJson } from '../json/malformed-json.js';

/**
 * Where names are matched without regard to case, two spellings of one name in one object are one name twice
 * (walley.md, "Every call").
 *
 * @throws MalformedJson
 */
export const assertOneSpelling = (value: JsonValue): void => {
  if (typeof value !== 'object' || value === null || isJsonNumber(value)) return;
  const members = Object.entries(value);
  if (!Array.isArray(value)) {
    const names = new Set(members.map(([name]) => name.toLowerCase()));
    if (names.size < members.length) {
      throw new MalformedJson('must not repeat a name in one object, in whatever case');
    }
  }
  for (const [, member] of members) assertOneSpelling(member);
};
