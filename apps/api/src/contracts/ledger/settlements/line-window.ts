import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { LineQueries, LineRange, SettledIn, SettlementView } from '#read-models';
import type { Format } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import type { Plain } from '../../../contract-kit/plain.js';
import {
  allStatementLines,
  statementLines,
  type StatementLine,
} from '../../../queries/statement-lines.js';
import { invalidCursor, limitOf, type PageQuery, type PageResponse } from '../requests/pages.js';
import { lineResponse, type LineResponse } from './line.response.js';
import { settledInOf } from './settled-in.response.js';
import { lineCsv } from './settlement-columns.js';

/** Which lines: the cursor is the position of the last line of the page before. */
const rangeAfterCursor = (cursor: string | undefined, range: LineRange): LineRange => {
  if (cursor === undefined) return range;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const after = /^after \d{1,18}$/.test(text) ? BigInt(text.slice('after '.length)) : undefined;
  if (after === undefined) throw invalidCursor();
  return { ...range, after: after > range.after ? after : range.after };
};

const cursorOf = ({ position }: { readonly position: bigint }): string =>
  Buffer.from(`after ${position}`, 'latin1').toString('base64url');

/** A page of lines. @throws HttpError 400 for a cursor of another list */
export const linePage = async (
  queries: LineQueries,
  range: LineRange,
  { query, settlement }: { readonly query: PageQuery; readonly settlement?: SettledIn },
): Promise<PageResponse<Plain<LineResponse>>> => {
  const limit = limitOf(query);
  const found = await statementLines(queries, rangeAfterCursor(query.cursor, range), {
    limit: limit + 1,
  });
  const lines = found.slice(0, limit);
  const last = found.length > limit ? lines.at(-1) : undefined;
  return {
    items: lines.map(lineResponse(range.currency, settlement)),
    nextCursor: last === undefined ? null : cursorOf(last),
  };
};

async function* responses(
  lines: AsyncIterable<StatementLine>,
  response: (line: StatementLine) => Plain<LineResponse>,
): AsyncGenerator<Plain<LineResponse>, void> {
  for await (const line of lines) yield response(line);
}

interface WantedTable {
  readonly reply: FastifyReply;
  readonly format: Format;
  /** Absent for lines that are in none yet. */
  readonly settlement?: SettlementView;
}

/** The VAT rates of a statement are those of its lines; without one they are looked for, and nothing after the last found is shown. */
const ratesOf = async (
  queries: LineQueries,
  range: LineRange,
  { format, settlement }: WantedTable,
): Promise<{ readonly rates: readonly number[]; readonly to: bigint }> => {
  if (format !== 'csv') return { rates: [], to: range.to };
  const stated = settlement?.totals?.vat.map(({ vatRate }) => vatRate);
  return stated === undefined ? queries.rates(range) : { rates: stated, to: range.to };
};

/** All lines of a range, streamed. */
export const settlementLines = async (
  queries: LineQueries,
  range: LineRange,
  wanted: WantedTable,
): Promise<Readable> => {
  const { reply, format, settlement } = wanted;
  const { rates, to } = await ratesOf(queries, range, wanted);
  const lines = allStatementLines(queries, { ...range, to }, settlement?.totals?.lines);
  return answerTable(reply, {
    format: format === 'csv' ? 'csv' : 'ndjson',
    rows: responses(lines, lineResponse(range.currency, settlement && settledInOf(settlement))),
    columns: lineCsv(rates),
  });
};
