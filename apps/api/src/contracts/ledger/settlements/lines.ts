import { Readable } from 'node:stream';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { LineQueries, LineRange, SettledIn, SettlementView } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import type { Format } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import {
  allStatementLines,
  type StatementLine,
  statementLines,
} from '../../../queries/statement-lines.js';
import { invalidCursor, limitOf, type PageQuery, type PageResponse } from '../requests/pages.js';
import { settledInOf, SettledInResponse } from './settled-in.response.js';
import { namedColumns } from './settlement-columns.js';
import { VatShareResponse } from './settlement.response.js';
import {
  rateColumns,
  vatPerRateColumn,
  vatTotalColumn,
  type CsvColumn,
} from '../../../contract-kit/tables/csv.js';

/** A settled capture (`Purchase`) or a refund (`Return`). */
export class LineResponse {
  @ApiProperty({
    description: 'Place of the event of the capture or refund in the log',
    example: '40960',
  })
  position!: string;

  @ApiProperty({ enum: ['Purchase', 'Return'] })
  type!: 'Purchase' | 'Return';

  @ApiProperty({ format: 'uuid', description: 'Id of the capture or refund' })
  lineId!: string;

  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ example: '1001' })
  orderNumber!: string;

  @ApiProperty({ enum: ['invoice', 'card'] })
  paymentMethod!: string;

  @ApiProperty({
    format: 'uuid',
    description: 'For a refund: the first capture that it gives back',
  })
  captureId!: string;

  @ApiProperty({ description: 'Below zero for a refund', example: 9500 })
  amount!: number;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ type: [VatShareResponse], description: 'By rate' })
  vat!: readonly VatShareResponse[];

  @ApiProperty({ format: 'date-time', description: 'Of the capture' })
  capturedAt!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'Time at which the capture settled, or of the refund',
  })
  settledAt!: string;

  @ApiPropertyOptional({ example: 'ship-1' })
  reference?: string;

  @ApiProperty({ type: 'string', nullable: true })
  customerNumber!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  firstName!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  lastName!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  company!: string | null;

  @ApiPropertyOptional({
    type: SettledInResponse,
    description: 'Absent while the line is in no settlement',
  })
  settlement?: SettledInResponse;
}

export const lineResponse =
  (currency: string, settlement?: SettledIn) =>
  (line: StatementLine): Plain<LineResponse> => ({
    position: String(line.position),
    type: line.type,
    lineId: line.lineId,
    orderId: line.orderId,
    orderNumber: line.orderNumber,
    paymentMethod: line.paymentMethod,
    captureId: line.captureId,
    amount: line.amount,
    currency,
    vat: line.vat,
    capturedAt: line.capturedAt,
    settledAt: line.settledAt,
    ...(line.reference !== undefined && { reference: line.reference }),
    customerNumber: line.customerNumber,
    firstName: line.firstName,
    lastName: line.lastName,
    company: line.company,
    ...(settlement && { settlement }),
  });

/**
 * Narrows a range of lines to those of the next page. The cursor holds the log position of the last
 * line on the previous page.
 */
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
  /** The settlement that contains the lines; undefined if the lines are not settled yet. */
  readonly settlement?: SettlementView;
}

/**
 * Finds the VAT rates that get a column in the CSV, because the header is written before the lines.
 * A statement lists its rates. Lines that are not settled yet are searched for rates first. The CSV
 * then ends at the last line of the search, because a newer line might have a rate without a
 * column.
 */
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
export const settlementLineTable = async (
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

/** The columns of lines as CSV. */
export const lineCsv = (rates: readonly number[]): readonly CsvColumn<Plain<LineResponse>>[] => [
  ...namedColumns<Plain<LineResponse>>(
    'position',
    'type',
    'lineId',
    'orderId',
    'orderNumber',
    'paymentMethod',
    'captureId',
    'amount',
    'currency',
  ),
  vatTotalColumn,
  vatPerRateColumn,
  ...namedColumns<Plain<LineResponse>>(
    'capturedAt',
    'settledAt',
    'reference',
    'customerNumber',
    'firstName',
    'lastName',
    'company',
  ),
  { name: 'settlementId', of: ({ settlement }) => settlement?.settlementId },
  { name: 'settlementNumber', of: ({ settlement }) => settlement?.number },
  { name: 'payoutReference', of: ({ settlement }) => settlement?.payoutReference },
  { name: 'paidOn', of: ({ settlement }) => settlement?.paidOn },
  ...rateColumns(rates),
];
