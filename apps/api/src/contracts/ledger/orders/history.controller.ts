import type { Readable } from 'node:stream';
import {
  applyDecorators,
  Controller,
  Get,
  Headers,
  Inject,
  Param,
  Query,
  Res,
} from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#access';
import { storyPdf } from '#documents';
import type { EventStore } from '#event-log';
import { SettlementQueries } from '#read-models';
import { requestIdHeader, type Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { ndjson } from '../../../contract-kit/streamed-bodies.js';
import { acceptedDocument, contentTypes } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import { isDatabaseAway } from '../../../contract-kit/to-error-answer.js';
import { LedgerState } from '../../../services/ledger-state.js';
import { eventStoreToken } from '../../../services/service-tokens.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { FromCaller } from '../requests/caller.js';
import { orderIdOfPath } from '../requests/ledger-target.js';
import { QueryPipe } from '../requests/query-pipe.js';
import type { SettledLines } from '../settlements/settled-in.response.js';
import { Drawings } from '../../../queries/statement-documents.js';
import { HistoryEntry, HistoryResponse } from './history-entry.js';
import {
  historyCsv,
  historyEntries,
  historyPage,
  historyWindow,
  historyLimitOf,
  historyLinesLimitOf,
  HistoryQuery,
} from './history-page.js';
import { OrderStories } from './order-stories.js';
import { ownHistory } from './visible-orders.js';

export const DescribeHistory = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: "Show an order's history",
      description:
        'All events in order, read from the log itself, each with the sums after it. By `Accept` also as NDJSON, one ' +
        'entry in each line, or as CSV, without `data`; these two are complete unless `limit` is given. As ' +
        '`application/pdf` it is the story of the order as a printable document, usually one page. ' +
        'Needs `orders:read`.',
    }),
    ApiExtraModels(HistoryEntry, HistoryResponse),
    ApiResponse({
      status: 200,
      headers: requestIdHeader,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(HistoryResponse) } },
        [ndjson]: { schema: { $ref: getSchemaPath(HistoryEntry) } },
        'text/csv': { schema: { type: 'string' } },
        'application/pdf': { schema: { type: 'string', format: 'binary' } },
      },
    }),
    DescribeProblems('ORDER_NOT_FOUND'),
  );

/**
 * The history comes from the log and not from a read model, so it shows the events of a command as
 * soon as the command was answered.
 */
@Controller('v1/orders/:id/history')
export class HistoryController {
  private readonly drawings = new Drawings(drawingsMax);

  constructor(
    @Inject(eventStoreToken) readonly eventStore: EventStore,
    readonly ledger: LedgerState,
    private readonly settlements: SettlementQueries,
    private readonly stories: OrderStories,
  ) {}

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
    const format = acceptedDocument(accept);
    reply.header('Vary', 'Accept');
    if (format === 'pdf') return this.story(caller, orderId, reply);
    const settled = await this.settlements.ofOrder(orderId).catch(unlessDatabaseAway);
    const entries = historyEntries(ownHistory(this, caller, orderId), caller, settled);
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

  /**
   * Sends the story of an order as PDF: its events, sums and settlements, written for a reader and
   * not for a program.
   */
  private async story(caller: Caller, orderId: string, reply: FastifyReply): Promise<Readable> {
    const document = await this.drawings.draw(caller.clientId, async () =>
      storyPdf(await this.stories.of(caller, orderId)),
    );
    reply
      .header('Content-Type', contentTypes.pdf)
      .header('Content-Disposition', `inline; filename="order-${orderId}.pdf"`);
    return document;
  }
}

/**
 * The maximum number of PDF documents that are drawn at once, because drawing a page blocks the
 * process.
 */
const drawingsMax = 2;

/**
 * Settlements come from PostgreSQL and events from the log. If PostgreSQL cannot be reached, the
 * history is still shown, but without its settlements.
 */
const unlessDatabaseAway = (error: unknown): SettledLines => {
  if (isDatabaseAway(error)) return new Map();
  throw error;
};
