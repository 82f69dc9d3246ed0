import { Controller, Get, Headers, Inject, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';
import type { Pool } from 'pg';
import type { Caller } from '#access';
import { type Unsettled, unsettledCaptures, unsettledRefunds } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { acceptedFormat } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import type { CsvColumn } from '../../../contract-kit/tables/csv.js';
import { poolToken } from '../../../services/service-tokens.js';
import { FromCaller } from '../requests/caller.js';
import { DescribeTable } from '../requests/describe.js';
import { pageOf, type PageResponse } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { WaitForPosition } from '../requests/wait-for-position.js';
import {
  UnsettledActionsQuery,
  unsettledCaptureResponse,
  UnsettledCaptureResponse,
  unsettledRefundResponse,
  UnsettledRefundResponse,
} from './unsettled.dto.js';
import {
  allUnsettled,
  unsettledColumns,
  type UnsettledList,
  unsettledPage,
} from './unsettled-tables.js';

const openHoursDefault = '24';
const hourMs = 3_600_000;

/**
 * The stores of a report: the store in the request, or all stores of the caller. The list is empty
 * if the request names a store that is not the caller's.
 */
export const storesOf = ({ stores }: Caller, store: string | undefined): readonly string[] =>
  store === undefined ? stores : stores.filter((own) => own === store);

interface Listing<Row> {
  readonly list: UnsettledList;
  readonly response: (row: Unsettled) => Row;
  readonly columns: readonly CsvColumn<Unsettled>[];
}

async function* shown<Row>(
  rows: AsyncIterable<Unsettled>,
  response: (row: Unsettled) => Row,
): AsyncGenerator<Row, void> {
  for await (const row of rows) yield response(row);
}

interface Asked {
  readonly query: UnsettledActionsQuery;
  readonly caller: Caller;
  readonly accept: string | undefined;
  readonly reply: FastifyReply;
}

/**
 * Captures and refunds for which no money has moved: refused by the gateway, or open for longer
 * than `openHours`.
 */
@Controller('v1/reports')
@RequireScope('settlements:read')
@UseInterceptors(WaitForPosition)
export class LedgerUnsettledController {
  constructor(@Inject(poolToken) private readonly pool: Pool) {}

  @Get('captures/unsettled')
  @DescribeTable({
    summary: 'List captures that failed or have been open for too long',
    description: 'Failures have the code and the text of the gateway. Needs `settlements:read`.',
    pages: [pageOf(UnsettledCaptureResponse)],
    rows: [UnsettledCaptureResponse],
    problems: ['POSITION_NOT_REACHED'],
  })
  async captures(
    @Query(new QueryPipe(UnsettledActionsQuery)) query: UnsettledActionsQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageResponse<Plain<UnsettledCaptureResponse>> | Readable> {
    const columns = unsettledColumns('captureId', 'capturedAt');
    const listing = { list: unsettledCaptures, response: unsettledCaptureResponse, columns };
    return this.listed(listing, { query, caller, accept, reply });
  }

  @Get('refunds/unsettled')
  @DescribeTable({
    summary: 'List refunds that failed or have been open for too long',
    description: 'Failures have the code and the text of the gateway. Needs `settlements:read`.',
    pages: [pageOf(UnsettledRefundResponse)],
    rows: [UnsettledRefundResponse],
    problems: ['POSITION_NOT_REACHED'],
  })
  async refunds(
    @Query(new QueryPipe(UnsettledActionsQuery)) query: UnsettledActionsQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageResponse<Plain<UnsettledRefundResponse>> | Readable> {
    const columns = unsettledColumns('refundId', 'refundedAt');
    const listing = { list: unsettledRefunds, response: unsettledRefundResponse, columns };
    return this.listed(listing, { query, caller, accept, reply });
  }

  private async listed<Row>(
    { list, response, columns }: Listing<Row>,
    { query, caller, accept, reply }: Asked,
  ): Promise<PageResponse<Row> | Readable> {
    const openMs = Number(query.openHours ?? openHoursDefault) * hourMs;
    const wanted = {
      stores: storesOf(caller, query.store),
      requestedBefore: new Date(Date.now() - openMs).toISOString(),
      newestFirst: query.first === 'newest',
    };
    const format = acceptedFormat(accept);
    if (format !== 'ndjson' && format !== 'csv') {
      const { items, nextCursor } = await unsettledPage(list, this.pool, { wanted, query });
      return { items: items.map(response), nextCursor };
    }
    const rows = allUnsettled(list, this.pool, wanted);
    return format === 'csv'
      ? answerTable(reply, { format, rows, columns })
      : answerTable(reply, { format, rows: shown(rows, response), columns: [] });
  }
}
