import { QueryNumber } from './query-number.js';

/** How many of something a page of a list has at most, and how many if that is left out. */
export const Limit = (what: string, byDefault: number): PropertyDecorator =>
  QueryNumber({
    least: 1,
    most: 1000,
    description: `${what} in the page, 1 to 1000; ${byDefault} if left out`,
  });
