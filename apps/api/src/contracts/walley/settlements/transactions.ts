import type { Readable } from 'node:stream';
import { rangeOf } from '#read-models';
import type { LineQueries } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import { csvStream } from '../../../contract-kit/tables/answer-table.js';
import {
  allStatementLines,
  statementLines,
  type StatementLine,
} from '../../../queries/statement-lines.js';
import { invalidQuery } from '../walley-envelope.js';
import {
  pagingOf,
  type Paging,
  soleValue,
  type QueryValues,
  walleyListFrame,
} from '../walley-query.js';
import { type StatedSettlement, settlementsPath } from './walley-settlement.js';
import type { WalleyTransactionsAnswerDto } from './settlements.dto.js';
import { transactionColumns, walleyTransaction } from './walley-transaction.js';
const perPageMax = 5_000;

/**
 * The parameter `includeProductCode` is checked but has no effect, because the ledger has no
 * product codes.
 */
export const checkProductCode = (values: QueryValues): void => {
  const text = soleValue(values, 'includeProductCode')?.toLowerCase() ?? 'false';
  if (text !== 'true' && text !== 'false')
    throw invalidQuery('includeProductCode must be true or false.');
};

const linesOf = (
  queries: LineQueries,
  settlement: StatedSettlement,
  { page, perPage }: Paging,
): Promise<StatementLine[]> => {
  const offset = (page - 1) * perPage;
  // There is no such page: it would begin after the settlement's last line.
  if (offset >= settlement.totals.lines) return Promise.resolve([]);
  return statementLines(queries, rangeOf(settlement), { limit: perPage, offset });
};

/** A page of transactions. @throws HttpError 422 */
export const transactionsPage = async (
  queries: LineQueries,
  settlement: StatedSettlement,
  values: QueryValues,
): Promise<Plain<WalleyTransactionsAnswerDto>> => {
  const paging = pagingOf(values, perPageMax);
  const lines = await linesOf(queries, settlement, paging);
  const path = `${settlementsPath}/${settlement.settlementId}/transactions`;
  const total = settlement.totals.lines;
  return {
    data: lines.map(walleyTransaction(settlement)),
    ...walleyListFrame(path, { shown: lines.length, total, paging, values }),
  };
};

interface WantedCsv {
  readonly values: QueryValues;
  /** Written before the CSV's header row; a byte order mark for Excel, or nothing. */
  readonly mark: string;
}

/**
 * The transactions as CSV: one page if the request asks for a page, otherwise all of them.
 *
 * @throws HttpError 422
 */
export const transactionsCsv = async (
  queries: LineQueries,
  settlement: StatedSettlement,
  { values, mark }: WantedCsv,
): Promise<Readable> => {
  const isPaged = values.has('page') || values.has('perPage');
  const lines = isPaged
    ? listed(await linesOf(queries, settlement, pagingOf(values, perPageMax)))
    : allStatementLines(queries, rangeOf(settlement), settlement.totals.lines);
  return csvStream(transactionColumns(settlement), lines, mark);
};

// eslint-disable-next-line @typescript-eslint/require-await -- A list as what is read one by one.
async function* listed<Item>(items: readonly Item[]): AsyncGenerator<Item, void> {
  yield* items;
}
