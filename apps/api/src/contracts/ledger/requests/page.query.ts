import type { Plain } from '../../../contract-kit/plain.js';
import { Limit } from '../fields/limit.js';
import { Text } from '../fields/text.js';

const limitDefault = 100;

/** Which part of a list: `limit` 1 to 1000, `cursor` as the page before gave it. */
export class PageQuery {
  @Limit('Items', limitDefault)
  readonly limit?: string;

  @Text({ optional: true, description: 'The `nextCursor` of the page before' })
  readonly cursor?: string;
}

export const limitOf = ({ limit }: Plain<PageQuery>, byDefault = limitDefault): number =>
  limit === undefined ? byDefault : Number(limit);
