import { invalidQuery } from './invalid-query.js';
import { soleValue } from './query-values.js';
import type { QueryValues } from './query-values.js';

export interface Paging {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

const perPageDefault = 10;
const perPageMax = 1000;
/** So that an offset stays a safe integer. */
const pageMax = 1_000_000_000;

const wholeNumber = (values: QueryValues, name: string, most: number): number | undefined => {
  const text = soleValue(values, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) throw invalidQuery(`${name} must be from 1 to ${most}.`);
  return value;
};

/** `most`: the largest page that may be asked for. */
export const pagingOf = (values: QueryValues, most = perPageMax): Paging => ({
  page: wholeNumber(values, 'page', pageMax) ?? 1,
  perPage: wholeNumber(values, 'perPage', most) ?? perPageDefault,
});
