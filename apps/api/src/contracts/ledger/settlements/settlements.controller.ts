import { Controller, Get, Headers, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { actsFor, StoreDirectory } from '#access';
import type { Caller } from '#access';
import {
  LineQueries,
  rangeAfter,
  rangeOf,
  SettlementQueries,
  parseSettlementCursor,
} from '#read-models';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { acceptedDocument, acceptedFormat } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import { ratesIn } from '../../../contract-kit/tables/csv.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/caller.js';
import { PositionQuery, WaitForPosition } from '../requests/wait-for-position.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { allSettlements, VisibleSettlements } from './visible-settlements.js';
import { linePage, settlementLineTable, LineResponse } from './lines.js';
import { settlementCsv } from './settlement-columns.js';
import {
  LinesQuery,
  settlementFilterOf,
  SettlementsQuery,
  UnsettledQuery,
} from './settlements.query.js';
import { settledInOf } from './settled-in.response.js';
import { SettlementDocuments } from './settlement-documents.js';
import { DescribeTable } from '../requests/describe.js';
import { invalidCursor, limitOf, pageOf, type PageResponse } from '../requests/pages.js';
import { settlementResponse, SettlementResponse } from './settlement.response.js';
import { unsettledOverview, UnsettledAccountResponse, UnsettledResponse } from './unsettled.js';

/**
 * Lists settlements and their lines for the finance department. An answer is either one page as
 * JSON, or the whole list as NDJSON or CSV.
 */
@Controller('v1/settlements')
@RequireScope('settlements:read')
@UseInterceptors(WaitForPosition)
export class LedgerSettlementsController {
  constructor(
    private readonly queries: SettlementQueries,
    private readonly lineQueries: LineQueries,
    private readonly settlements: VisibleSettlements,
    private readonly stores: StoreDirectory,
    private readonly documents: SettlementDocuments,
  ) {}

  @Get()
  @DescribeTable({
    summary: 'List settlements, newest first',
    description: "Lists settlements of the token's stores. Needs `settlements:read`.",
    pages: [pageOf(SettlementResponse)],
    rows: [SettlementResponse],
    problems: ['POSITION_NOT_REACHED'],
  })
  async list(
    @Query(new QueryPipe(SettlementsQuery)) query: SettlementsQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageResponse<Plain<SettlementResponse>> | Readable> {
    const filter = settlementFilterOf(query, caller);
    const format = acceptedFormat(accept);
    if (format === 'ndjson' || format === 'csv') {
      const rows = allSettlements(this.queries, filter);
      const rates = format === 'csv' ? await this.queries.rates(filter) : [];
      return answerTable(reply, { format, rows, columns: settlementCsv(rates) });
    }
    const after = query.cursor === undefined ? undefined : parseSettlementCursor(query.cursor);
    if (query.cursor !== undefined && after === undefined) throw invalidCursor();
    const window = { limit: limitOf(query), ...(after && { after }) };
    const page = await this.queries.list(filter, window);
    return { items: page.settlements.map(settlementResponse), nextCursor: page.nextCursor };
  }

  @Get('unsettled')
  @DescribeTable({
    summary: 'Show what the next settlement will contain',
    description:
      'With `store`: the lines of one currency and their sums. Without `store`: every store and ' +
      "currency of the token's stores that has unsettled lines, with the sums. Needs `settlements:read`.",
    pages: [UnsettledResponse, pageOf(UnsettledAccountResponse)],
    rows: [LineResponse, UnsettledAccountResponse],
    problems: ['STORE_NOT_FOUND', 'POSITION_NOT_REACHED'],
  })
  async unsettled(
    @Query(new QueryPipe(UnsettledQuery)) query: UnsettledQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<UnsettledResponse> | PageResponse<Plain<UnsettledAccountResponse>> | Readable> {
    const format = acceptedFormat(accept);
    const { store: storeId } = query;
    if (storeId === undefined)
      return unsettledOverview(this.queries, { query, caller, reply, format });
    const store = actsFor(caller, storeId) ? await this.stores.find(storeId) : undefined;
    if (store === undefined) throw problems.storeNotFound();
    const currency = query.currency ?? store.currency;
    const { lastPosition, firstUnsettledAt } = await this.queries.head(storeId, currency);
    const range = rangeAfter({ storeId, currency }, lastPosition);
    if (format !== 'json') return settlementLineTable(this.lineQueries, range, { reply, format });
    return {
      store: storeId,
      currency,
      ...(firstUnsettledAt !== undefined && { firstSettledAt: firstUnsettledAt }),
      ...(await this.lineQueries.sums(range)),
      ...(await linePage(this.lineQueries, range, { query })),
    };
  }

  @Get(':id')
  @DescribeTable({
    summary: 'Show a settlement',
    description:
      'As `application/pdf` it is the statement with all its lines. Needs `settlements:read`.',
    pages: [SettlementResponse],
    rows: [SettlementResponse],
    isDocument: true,
    problems: ['SETTLEMENT_NOT_FOUND', 'SETTLEMENT_NOT_STATED', 'POSITION_NOT_REACHED'],
  })
  async find(
    @Param('id') id: string,
    @Query(new QueryPipe(PositionQuery)) _query: PositionQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<SettlementResponse> | Readable> {
    const found = await this.settlements.find(caller, id);
    const format = acceptedDocument(accept);
    reply.header('Vary', 'Accept');
    if (format === 'pdf') return this.documents.draw(caller, found, reply);
    const settlement = settlementResponse(found);
    if (format !== 'ndjson' && format !== 'csv') return settlement;
    return answerTable(reply, {
      format,
      rows: Readable.from([settlement]),
      columns: settlementCsv(ratesIn([settlement])),
    });
  }

  @Get(':id/lines')
  @DescribeTable({
    summary: 'List the lines of a settlement in the order of the log',
    description: 'Needs `settlements:read`.',
    pages: [pageOf(LineResponse)],
    rows: [LineResponse],
    problems: ['SETTLEMENT_NOT_FOUND', 'POSITION_NOT_REACHED'],
  })
  async lines(
    @Param('id') id: string,
    @Query(new QueryPipe(LinesQuery)) query: LinesQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageResponse<Plain<LineResponse>> | Readable> {
    const settlement = await this.settlements.find(caller, id);
    const range = rangeOf(settlement);
    const format = acceptedFormat(accept);
    if (format !== 'json')
      return settlementLineTable(this.lineQueries, range, { reply, format, settlement });
    return linePage(this.lineQueries, range, { query, settlement: settledInOf(settlement) });
  }
}
