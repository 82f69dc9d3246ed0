import { MalformedJson, readJson, type JsonValue } from '../../../contract-kit/body/read-json.js';
import { invalidQuery } from './invalid-query.js';

const filterNames = ['status', 'storeId', 'placedAt'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = ReadonlyMap<FilterName, readonly string[]>;

const filterCharactersMax = 4096;
const valuesMax = 100;

const malformed = () => invalidQuery('A filter is written as name:["value", ...].');

const nameOf = (text: string): FilterName => {
  const name = filterNames.find((known) => known.toLowerCase() === text.trim().toLowerCase());
  if (name === undefined) throw invalidQuery(`Filters are: ${filterNames.join(', ')}.`);
  return name;
};

const listOf = (text: string): JsonValue => {
  try {
    return readJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof MalformedJson) throw malformed();
    throw error;
  }
};

const valuesOf = (text: string): readonly string[] => {
  const list = listOf(text);
  if (!Array.isArray(list)) throw malformed();
  const items: readonly JsonValue[] = list;
  const values = items.filter((value) => typeof value === 'string');
  if (values.length < items.length || values.length === 0) throw malformed();
  if (values.length > valuesMax) throw invalidQuery(`A filter takes at most ${valuesMax} values.`);
  return values;
};

/** Reads the repeatable `filter` parameter: `status:["Activated"]`. A name may be filtered once. */
export const readFilters = (texts: readonly string[]): Filters => {
  const filters = new Map<FilterName, readonly string[]>();
  for (const text of texts) {
    const colon = text.indexOf(':');
    if (colon < 0 || text.length > filterCharactersMax || text.includes('\ufffd'))
      throw malformed();
    const name = nameOf(text.slice(0, colon));
    if (filters.has(name)) throw invalidQuery(`${name} is filtered twice.`);
    filters.set(name, valuesOf(text.slice(colon + 1)));
  }
  return filters;
};
