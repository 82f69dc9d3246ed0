import { Readable } from 'node:stream';
import { Controller, Get, Headers, Inject, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { type Caller, StoreDirectory } from '#access';
import { captureReport, dailyReport } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { acceptedFormat } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import { poolToken } from '../../../services/service-tokens.js';
import { instantOf } from '../fields/times.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/caller.js';
import { DescribeTable } from '../requests/describe.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { WaitForPosition } from '../requests/wait-for-position.js';
import {
  CaptureReportQuery,
  CaptureReportResponse,
  CaptureReportRowResponse,
  dailyColumns,
  DailyReportQuery,
  DailyReportResponse,
  DailyReportRowResponse,
  groupsOf,
  reportColumns,
} from './report.dto.js';
import { storesOf } from './unsettled.controller.js';

const reportRowsMax = 10_000;

/** Reports the sums of captures and refunds by month, day, store, currency or payment method. */
@Controller('v1/reports/captures')
@RequireScope('settlements:read')
@UseInterceptors(WaitForPosition)
export class LedgerReportsController {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly stores: StoreDirectory,
  ) {}

  @Get()
  @DescribeTable({
    summary: 'Sum what was captured and refunded',
    description:
      'Groups by month and day (in the time zone of the store), store, currency and payment method, with VAT by rate; ' +
      'sums of different currencies are never added, so `currency` is always a group. At most ' +
      '10,000 rows. Needs `settlements:read`.',
    pages: [CaptureReportResponse],
    rows: [CaptureReportRowResponse],
    problems: ['REPORT_TOO_LARGE', 'POSITION_NOT_REACHED'],
  })
  async captures(
    @Query(new QueryPipe(CaptureReportQuery)) query: CaptureReportQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CaptureReportResponse> | Readable> {
    const groupBy = groupsOf(query.groupBy ?? 'currency');
    const { currency, settledFrom, settledBefore } = query;
    const items = await captureReport(this.pool, {
      stores: await this.stores.settlementRules(storesOf(caller, query.store)),
      groupBy,
      rowsMax: reportRowsMax + 1,
      ...(currency !== undefined && { currency }),
      ...(settledFrom !== undefined && { settledFrom: instantOf(settledFrom) }),
      ...(settledBefore !== undefined && { settledBefore: instantOf(settledBefore) }),
    });
    if (items.length > reportRowsMax) throw problems.reportTooLarge();
    const format = acceptedFormat(accept);
    if (format !== 'ndjson' && format !== 'csv') return { items, nextCursor: null };
    return answerTable(reply, {
      format,
      rows: Readable.from(items),
      columns: reportColumns(groupBy, items),
    });
  }
}

const daysDefault = '30';

/** Reports what each store captured and refunded on each of the last days, for charts. */
@Controller('v1/reports/daily')
@RequireScope('settlements:read')
@UseInterceptors(WaitForPosition)
export class LedgerDailyReportController {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly stores: StoreDirectory,
  ) {}

  @Get()
  @DescribeTable({
    summary: 'Sum the last days by day, store and currency',
    description:
      'Shows what was captured and refunded on each day of the store, how much of it is in no settlement ' +
      'yet, and the captures requested on that day that the gateway refused. A day on which ' +
      'nothing happened has no row. At most 10,000 rows. Needs `settlements:read`.',
    pages: [DailyReportResponse],
    rows: [DailyReportRowResponse],
    problems: ['REPORT_TOO_LARGE', 'POSITION_NOT_REACHED'],
  })
  async daily(
    @Query(new QueryPipe(DailyReportQuery)) query: DailyReportQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<DailyReportResponse> | Readable> {
    const { currency } = query;
    const items = await dailyReport(this.pool, {
      stores: await this.stores.settlementRules(storesOf(caller, query.store)),
      days: Number(query.days ?? daysDefault),
      now: new Date().toISOString(),
      rowsMax: reportRowsMax + 1,
      ...(currency !== undefined && { currency }),
    });
    if (items.length > reportRowsMax) throw problems.reportTooLarge();
    const format = acceptedFormat(accept);
    if (format !== 'ndjson' && format !== 'csv') return { items, nextCursor: null };
    return answerTable(reply, { format, rows: Readable.from(items), columns: dailyColumns });
  }
}
