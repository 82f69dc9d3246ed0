import { Limit } from '../fields/numbers.js';
import { limitOf, PageQuery } from '../requests/pages.js';

const limitDefault = 1_000;

/** The parameters of `GET /v1/orders/{id}/history`. */
export class HistoryQuery extends PageQuery {
  @Limit('Entries', limitDefault)
  declare readonly limit?: string;
}

/** Answers that are written line by line have no last page to lead on from: without a limit, all. */
export const historyLinesLimitOf = ({ limit }: HistoryQuery): number =>
  limit === undefined ? Infinity : Number(limit);

export const historyLimitOf = (query: HistoryQuery): number => limitOf(query, limitDefault);
