import { isDay } from '#ledger';
import { comparisons } from '#read-models';
import type { Comparison, DayCondition } from '#read-models';
import { invalidQuery } from '../orders/invalid-query.js';

const names = ['startDate', 'endDate'] as const;
const conditionsMax = 10;

/** The longer operators first, so that `>=` is not read as `>`. */
const operators = [...comparisons].sort((a, b) => b.length - a.length);

const conditionOf = (text: string): DayCondition => {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const of = names.find((known) => known.toLowerCase() === name);
  if (of === undefined)
    throw invalidQuery(`A query compares ${names.join(' or ')}: startDate:>=2022-12-01.`);
  const value = text.slice(colon + 1).trim();
  const is: Comparison | undefined = operators.find((operator) => value.startsWith(operator));
  return { of, is: is ?? '=', day: dayOf(value.slice(is?.length ?? 0).trim()) };
};

const dayOf = (text: string): string => {
  if (!isDay(text)) throw invalidQuery('A day is written as 2022-12-01.');
  return text;
};

/** `startDate:>=2022-12-01 AND endDate:<=2022-12-08`. @throws RefusedRequest 422 */
export const readSettlementQuery = (text: string): DayCondition[] => {
  if (text.trim() === '') return [];
  const parts = text.trim().split(/\s+AND\s+/i);
  if (parts.length > conditionsMax)
    throw invalidQuery(`A query has at most ${conditionsMax} conditions.`);
  return parts.map(conditionOf);
};
