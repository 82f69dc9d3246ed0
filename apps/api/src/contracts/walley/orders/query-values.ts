import { invalidQuery } from './invalid-query.js';

/** The query string, each name as the contract spells it, with all its values. */
export type QueryValues = URLSearchParams;

const charactersMax = 256;

const asSent = (text: string, name: string): string => {
  if (text.length > charactersMax) throw invalidQuery(`${name} is too long.`);
  // What is not UTF-8 was replaced by U+FFFD; PostgreSQL knows no U+0000.
  if (/[\0\ufffd]/.test(text)) throw invalidQuery(`${name} is not valid text.`);
  return text;
};

/** The one value of a parameter that may be given once. */
export const soleValue = (values: QueryValues, name: string): string | undefined => {
  const [value, ...more] = values.getAll(name);
  if (more.length > 0) throw invalidQuery(`${name} must be given once.`);
  return value === undefined ? undefined : asSent(value, name);
};

/** All values of a parameter that may be repeated. */
export const everyValue = (values: QueryValues, name: string): readonly string[] =>
  values.getAll(name);
