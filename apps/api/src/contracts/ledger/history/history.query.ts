import { Matching, Text } from '../fields/text.js';

const limitDefault = 1_000;

/** The parameters of `GET /v1/orders/{id}/history`. */
export class HistoryQuery {
  @Matching(/^(?:[1-9]\d{0,2}|1000)$/, {
    mustBe: 'a whole number from 1 to 1000',
    optional: true,
    description: `Entries in the page, 1 to 1000; ${limitDefault} if left out`,
  })
  readonly limit?: string;

  @Text({ optional: true, description: 'The `nextCursor` of the page before' })
  readonly cursor?: string;
}

export const historyLimitOf = ({ limit }: HistoryQuery): number =>
  limit === undefined ? limitDefault : Number(limit);
