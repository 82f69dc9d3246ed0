import { Limit } from '../fields/limit.js';
import { limitOf, PageQuery } from '../requests/page.query.js';

const limitDefault = 1_000;

/** The parameters of `GET /v1/orders/{id}/history`. */
export class HistoryQuery extends PageQuery {
  @Limit('Entries', limitDefault)
  declare readonly limit?: string;
}

export const historyLimitOf = (query: HistoryQuery): number => limitOf(query, limitDefault);
