import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { PdfPage, rowsOnPage, wrappedRows } from './pdf-page.js';
import { closingRows, lineHead, lineRow, summaryRows } from './statement-rows.js';
import type { SettlementView } from '#read-models';
import type { Statement, StatementRow } from './statement-rows.js';

/**
 * A settlement's statement to be filed: totals, VAT by rate, all lines, page numbers; its text can be selected. The same
 * settlement gives the same bytes each time: its dates are those of the statement. Pages are drawn as the stream is read,
 * so that memory does not grow with the lines. Resolves when the first line was found.
 */
export const statementPdf = async (statement: Statement): Promise<Readable> => {
  const { settlement, store } = statement;
  const statedAt = new Date(settlement.statedAt);
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    info: {
      Title: `Settlement ${settlement.number} of ${store?.name ?? settlement.storeId}`,
      Author: 'Capture ledger',
      Creator: 'Capture ledger',
      Producer: 'Capture ledger',
      CreationDate: statedAt,
      ModDate: statedAt,
    },
  });
  const head = wrappedRows(doc, summaryRows(statement));
  const rows = rowsOf(statement, head);
  const first = await rows.next();
  const pages = pagesOf(statement, head);
  const output = new PassThrough();
  // Whoever reads it learns of a failure too; without any listener one would end the process.
  output.on('error', () => undefined);
  doc.pipe(output);
  drawn(doc, output, { settlement, pages, first, rows }).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return output;
};

interface Drawing {
  readonly settlement: SettlementView;
  readonly pages: number;
  readonly first: IteratorResult<StatementRow, void>;
  readonly rows: AsyncGenerator<StatementRow, void>;
}

const pagesOf = (statement: Statement, head: readonly StatementRow[]): number => {
  const around = head.length + closingRows(statement).length;
  return Math.ceil((around + statement.settlement.totals.lines) / rowsOnPage);
};

const drawn = async (
  doc: InstanceType<typeof PDFDocument>,
  output: PassThrough,
  { settlement, pages, first, rows }: Drawing,
): Promise<void> => {
  const page = new PdfPage(doc);
  const name = `Settlement ${settlement.number} of ${settlement.storeId} in ${settlement.currency}`;
  try {
    let count = 0;
    for (let next = first; next.done !== true; next = await rows.next()) {
      if (count % rowsOnPage === 0) {
        // A page takes some 15 ms to draw: others get their turn in between.
        await nextTurn();
        if (!(await hasRoom(output))) return;
        doc.addPage();
        page.begin();
        const number = count / rowsOnPage + 1;
        page.footer(name, `Page ${number} of ${pages}`);
        // The page before may have ended within the lines: their head is said again.
        page.row(next.value.kind === 'line' ? lineHead : { kind: 'blank' });
      }
      page.row(next.value);
      count += 1;
    }
    doc.end();
  } finally {
    await rows.return();
  }
};

/** Waits while what was drawn is not read; false if nobody will read it any more. */
const hasRoom = async (output: PassThrough): Promise<boolean> => {
  if (output.writableNeedDrain && !output.destroyed) {
    const left = new AbortController();
    const gone = once(output, 'close', { signal: left.signal });
    const drained = once(output, 'drain', { signal: left.signal });
    await Promise.race([gone, drained]);
    left.abort();
    await Promise.allSettled([gone, drained]);
  }
  return !output.destroyed;
};

async function* rowsOf(
  statement: Statement,
  head: readonly StatementRow[],
): AsyncGenerator<StatementRow, void> {
  const { settlement, lines } = statement;
  const found = lines[Symbol.asyncIterator]();
  const first = await found.next();
  yield* head;
  for (let next = first; next.done !== true; next = await found.next())
    yield lineRow(settlement, next.value);
  yield* closingRows(statement);
}
