import { Controller, Get, Headers, Inject, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import type { Pool } from 'pg';
import { StoreDirectory } from '#access';
import type { Caller } from '#access';
import { captureReport } from '#read-models';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { acceptedFormat } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import { poolToken } from '../../../services/service-tokens.js';
import { instantOf } from '../fields/times.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/caller.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { WaitForPosition } from '../requests/wait-for-position.js';
import {
  reportColumns,
  CaptureReportResponse,
  CaptureReportQuery,
  groupsOf,
  CaptureReportRowResponse,
} from './report.dto.js';
import { DescribeTable } from '../requests/describe.js';
import { storesOf } from './unsettled.controller.js';

export const reportRowsMax = 10_000;

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
      'By month and day (of the store), store, currency and payment method, with VAT by rate; ' +
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
