import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { StoreDirectory } from '#access';
import { statementPdf } from '#documents';
import { LineQueries, rangeOf, SettlementQueries } from '#read-models';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { callerOf } from '../../../contract-kit/request.js';
import type { Plain } from '../../../contract-kit/describe.js';
import {
  acceptedFormat,
  contentTypes,
  byteOrderMarkFor,
} from '../../../contract-kit/tables/accepted-format.js';
import { allStatementLines } from '../../../queries/statement-lines.js';
import { statementFileName, Drawings } from '../../../queries/statement-documents.js';
import {
  pagingOf,
  soleValue,
  type QueryValues,
  names,
  WalleyQuery,
  walleyListFrame,
} from '../walley-query.js';
import { DescribePdf, DescribeSettlements, DescribeTransactions } from './describe-settlements.js';
import {
  isStated,
  OwnSettlements,
  readSettlementQuery,
  settlementsPath,
  walleySettlement,
} from './walley-settlement.js';
import type { WalleySettlementsAnswerDto, WalleyTransactionsAnswerDto } from './settlements.dto.js';
import { checkProductCode, transactionsCsv, transactionsPage } from './transactions.js';
/**
 * The maximum number of PDF documents that are drawn at once, because each page blocks the process
 * for 15 ms.
 */
const drawingsMax = 2;

/** Long enough for the ten conditions that a query may have. */
const queryCharactersMax = 512;

@Controller('reports/settlements')
@RequireScope('settlements:read')
export class SettlementsController {
  private readonly drawings = new Drawings(drawingsMax);

  constructor(
    private readonly queries: SettlementQueries,
    private readonly lines: LineQueries,
    private readonly settlements: OwnSettlements,
    private readonly stores: StoreDirectory,
  ) {}

  /**
   * Lists the settlements of the caller's stores, newest first. A settlement is listed once its
   * statement is made.
   */
  @Get()
  @DescribeSettlements()
  async list(
    @WalleyQuery(names('page', 'perPage', 'query')) values: QueryValues,
    @Req() request: FastifyRequest,
  ): Promise<Plain<WalleySettlementsAnswerDto>> {
    const paging = pagingOf(values);
    const days = readSettlementQuery(soleValue(values, 'query', queryCharactersMax) ?? '');
    const { stores } = callerOf(request);
    const { settlements, total } = await this.queries.page({ stores, days, stated: true }, paging);
    const data = settlements.filter(isStated).map(walleySettlement);
    const frame = walleyListFrame(settlementsPath, { shown: data.length, total, paging, values });
    return { data, ...frame };
  }

  @Get(':id/transactions')
  @DescribeTransactions()
  async transactions(
    @Param('id') id: string,
    @Headers('accept') accept: string | undefined,
    @WalleyQuery(names('page', 'perPage', 'includeProductCode')) values: QueryValues,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<WalleyTransactionsAnswerDto> | Readable> {
    checkProductCode(values);
    const isCsv = acceptedFormat(accept, ['json', 'csv']) === 'csv';
    const settlement = await this.settlements.find(callerOf(request), id);
    if (!isCsv) return transactionsPage(this.lines, settlement, values);
    const mark = byteOrderMarkFor(accept);
    const stream = await transactionsCsv(this.lines, settlement, { values, mark });
    const name = statementFileName(settlement, await this.stores.find(settlement.storeId));
    reply
      .header('Content-Type', contentTypes.csv)
      .header('Content-Disposition', `attachment; filename="${name}.csv"`)
      .header('Vary', 'Accept');
    return stream;
  }

  @Get(':id/file/pdf')
  @DescribePdf()
  async pdf(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const caller = callerOf(request);
    const settlement = await this.settlements.find(caller, id);
    const store = await this.stores.find(settlement.storeId);
    const { lines: count } = settlement.totals;
    const lines = allStatementLines(this.lines, rangeOf(settlement), count);
    const stream = await this.drawings.draw(caller.clientId, () =>
      statementPdf({ settlement, store, lines }),
    );
    const name = statementFileName(settlement, store);
    reply
      .header('Content-Type', contentTypes.pdf)
      .header('Content-Disposition', `inline; filename="${name}.pdf"`);
    return stream;
  }
}
