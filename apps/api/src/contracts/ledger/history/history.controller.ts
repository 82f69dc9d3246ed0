import type { Readable } from 'node:stream';
import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#access';
import { readHistory } from '#event-log';
import type { EventStore } from '#event-log';
import { RequireScope } from '../../../access/require-scope.js';
import { acceptedFormat } from '../../../http/tables/accepted-format.js';
import { answerTable } from '../../../http/tables/answer-table.js';
import { eventStoreToken } from '../../../parts/part-tokens.js';
import { FromCaller } from '../requests/from-caller.js';
import { orderIdOfPath } from '../requests/order-id.js';
import { QueryPipe } from '../requests/query-pipe.js';
import { DescribeHistory } from './describe-history.js';
import { historyCsv } from './history-csv.js';
import { historyEntries } from './history-entries.js';
import { historyPage, historyWindow } from './history-page.js';
import { historyLimitOf, historyLinesLimitOf, HistoryQuery } from './history.query.js';
import type { HistoryResponse } from './history.response.js';
import type { Plain } from '../../../http/plain.js';

/** Read from the log and not from a read model, so it shows a command's events as soon as it was answered. */
@Controller('v1/orders/:id/history')
export class HistoryController {
  constructor(@Inject(eventStoreToken) private readonly eventStore: EventStore) {}

  @Get()
  @RequireScope('orders:read')
  @DescribeHistory()
  async find(
    @Param('id') id: string,
    @Query(new QueryPipe(HistoryQuery)) query: HistoryQuery,
    @FromCaller() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<HistoryResponse> | Readable> {
    const orderId = orderIdOfPath(id);
    const entries = historyEntries(readHistory(this.eventStore, orderId), caller);
    const format = acceptedFormat(accept);
    reply.header('Vary', 'Accept');
    if (format === 'json') {
      const window = { limit: historyLimitOf(query), cursor: query.cursor };
      return { orderId, ...(await historyPage(entries, window)) };
    }
    const window = { limit: historyLinesLimitOf(query), cursor: query.cursor };
    const rows = historyWindow(entries, window);
    const table = await answerTable(reply, { format, rows, columns: historyCsv });
    if (format === 'csv') {
      reply.header('Content-Disposition', `attachment; filename="history-${orderId}.csv"`);
    }
    return table;
  }
}
