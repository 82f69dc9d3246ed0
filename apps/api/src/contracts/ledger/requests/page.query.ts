import type { Plain } from '../../../http/plain.js';
import { Matching, Text } from '../fields/text.js';

const limitDefault = 100;

/** Which part of a list: `limit` 1 to 1000, `cursor` as the page before gave it. */
export class PageQuery {
  @Matching(/^(?:[1-9]\d{0,2}|1000)$/, {
    mustBe: 'a whole number from 1 to 1000',
    optional: true,
    description: `Items in the page, 1 to 1000; ${limitDefault} if left out`,
  })
  readonly limit?: string;

  @Text({ optional: true, description: 'The `nextCursor` of the page before' })
  readonly cursor?: string;
}

export const limitOf = ({ limit }: Plain<PageQuery>): number =>
  limit === undefined ? limitDefault : Number(limit);
