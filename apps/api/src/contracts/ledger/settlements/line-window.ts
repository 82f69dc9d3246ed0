import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { LineQueries, LineRange } from '#read-models';
import type { Format } from '../../../http/tables/accepted-format.js';
import { answerTable } from '../../../http/tables/answer-table.js';
import type { Plain } from '../../../http/plain.js';
import { allStatementLines, statementLines } from '../../../statements/statement-lines.js';
import type { StatementLine } from '../../../statements/statement-lines.js';
import { invalidCursor } from '../requests/invalid-cursor.js';
import { limitOf, type PageQuery } from '../requests/page.query.js';
import type { PageResponse } from '../requests/page-of.js';
import { lineResponse, type LineResponse } from './line.response.js';
import { lineCsv } from './settlement-columns.js';

/** Which lines: the cursor is the position of the last line of the page before. */
const behind = (cursor: string | undefined, range: LineRange): LineRange => {
  if (cursor === undefined) return range;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const after = /^after \d{1,18}$/.test(text) ? BigInt(text.slice('after '.length)) : undefined;
  if (after === undefined) throw invalidCursor();
  return { ...range, after: after > range.after ? after : range.after };
};

const cursorOf = ({ position }: { readonly position: bigint }): string =>
  Buffer.from(`after ${position}`, 'latin1').toString('base64url');

/** A page of lines. @throws RefusedRequest 400 for a cursor of another list */
export const linePage = async (
  queries: LineQueries,
  range: LineRange,
  query: PageQuery,
): Promise<PageResponse<Plain<LineResponse>>> => {
  const limit = limitOf(query);
  const found = await statementLines(queries, behind(query.cursor, range), { limit: limit + 1 });
  const lines = found.slice(0, limit);
  const last = found.length > limit ? lines.at(-1) : undefined;
  return {
    items: lines.map(lineResponse(range.currency)),
    nextCursor: last === undefined ? null : cursorOf(last),
  };
};

async function* responses(
  lines: AsyncIterable<StatementLine>,
  currency: string,
): AsyncGenerator<Plain<LineResponse>, void> {
  const response = lineResponse(currency);
  for await (const line of lines) yield response(line);
}

interface WantedTable {
  readonly reply: FastifyReply;
  readonly format: Format;
  /** How many lines were stated, if they were. */
  readonly expected?: number | undefined;
}

/** All lines of a range, streamed. */
export const lineTable = (
  queries: LineQueries,
  range: LineRange,
  { reply, format, expected }: WantedTable,
): Promise<Readable> =>
  answerTable(reply, {
    format: format === 'csv' ? 'csv' : 'ndjson',
    rows: responses(allStatementLines(queries, range, expected), range.currency),
    columns: lineCsv,
  });
