import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, StoreDirectory } from '#access';
import { statementPdf } from '#documents';
import { LineQueries, rangeOf, type SettlementView } from '#read-models';
import { HttpError } from '../../../contract-kit/http-error.js';
import { contentTypes } from '../../../contract-kit/tables/accepted-format.js';
import { Drawings, statementFileName } from '../../../queries/statement-documents.js';
import { allStatementLines } from '../../../queries/statement-lines.js';
import { settlementProblems } from '../problems/rejection-problems.js';

/**
 * The maximum number of PDF documents that are drawn at once, because drawing a page blocks the
 * process.
 */
const drawingsMax = 2;

/** Draws the statements of settlements as PDF. */
@Injectable()
export class SettlementDocuments {
  private readonly drawings = new Drawings(drawingsMax);

  constructor(
    private readonly stores: StoreDirectory,
    private readonly lines: LineQueries,
  ) {}

  /**
   * Draws the statement of a settlement as PDF.
   *
   * @throws HttpError 422 if the settlement has no statement yet; 503 if too many documents are
   * being drawn
   */
  async draw(caller: Caller, settlement: SettlementView, reply: FastifyReply): Promise<Readable> {
    const { totals, statedAt } = settlement;
    if (totals === undefined || statedAt === undefined) throw notStated();
    const store = await this.stores.find(settlement.storeId);
    const lines = allStatementLines(this.lines, rangeOf(settlement), totals.lines);
    const document = await this.drawings.draw(caller.clientId, () =>
      statementPdf({ settlement: { ...settlement, totals, statedAt }, store, lines }),
    );
    reply
      .header('Content-Type', contentTypes.pdf)
      .header(
        'Content-Disposition',
        `inline; filename="${statementFileName(settlement, store)}.pdf"`,
      );
    return document;
  }
}

const notStated = (): HttpError => {
  const { status, code } = settlementProblems.SETTLEMENT_NOT_STATED;
  return new HttpError({
    status,
    code,
    detail: 'The settlement was cut a moment ago and has no statement yet; try again.',
  });
};
