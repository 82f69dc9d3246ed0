import { Matching } from './text.js';

/** How many of something a page of a list has at most, and how many if that is left out. */
export const Limit = (what: string, byDefault: number): PropertyDecorator =>
  Matching(/^(?:[1-9]\d{0,2}|1000)$/, {
    mustBe: 'a whole number from 1 to 1000',
    optional: true,
    description: `${what} in the page, 1 to 1000; ${byDefault} if left out`,
  });
