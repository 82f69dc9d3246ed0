import type { Readable } from 'node:stream';
import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#access';
import { storyPdf } from '#documents';
import type { EventStore } from '#event-log';
import { SettlementQueries } from '#read-models';
import { isDatabaseAway } from '../../../contract-kit/to-error-answer.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { acceptedDocument, contentTypes } from '../../../contract-kit/tables/accepted-format.js';
import { answerTable } from '../../../contract-kit/tables/answer-table.js';
import { LedgerState } from '../../../services/ledger-state.js';
import { eventStoreToken } from '../../../services/service-tokens.js';
import { FromCaller } from '../requests/from-caller.js';
import { orderIdOfPath } from '../requests/ledger-target.js';
import { QueryPipe } from '../requests/query-pipe.js';
import type { SettledLines } from '../settlements/settled-in.response.js';
import { Drawings } from '../../../queries/statement-documents.js';
import { OrderStories } from './order-stories.js';
import { DescribeHistory } from './describe-history.js';
import { historyCsv, historyEntries, historyPage, historyWindow } from './history-page.js';
import { historyLimitOf, historyLinesLimitOf, HistoryQuery } from './history.query.js';
import { ownHistory } from './visible-orders.js';
import type { HistoryResponse } from './history-entry.js';
import type { Plain } from '../../../contract-kit/plain.js';

/** Read from the log and not from a read model, so it shows a command's events as soon as it was answered. */
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

  /** The order's story on paper. */
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

/** Drawing takes turns with everything else in the process. */
const drawingsMax = 2;

/** The log alone tells a history; settlements are named as long as the read model can be asked. */
const unlessDatabaseAway = (error: unknown): SettledLines => {
  if (isDatabaseAway(error)) return new Map();
  throw error;
};
