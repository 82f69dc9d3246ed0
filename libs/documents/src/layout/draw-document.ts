import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { Typesetter } from '../fonts/typesetter.js';
import { Page, rowHeight } from './page.js';
import type { PrintedColumn, PrintedDocument, PrintedTable } from './printed-document.js';

/**
 * A row of a page: the title, head, row or total of a table, a note, or an empty row. All these
 * rows have the same height.
 */
type FlowRow =
  | { readonly kind: 'heading' | 'note'; readonly text: string }
  | { readonly kind: 'head'; readonly columns: readonly PrintedColumn[] }
  | {
      readonly kind: 'row' | 'total';
      readonly columns: readonly PrintedColumn[];
      readonly cells: readonly string[];
    }
  | { readonly kind: 'blank' };

/**
 * Draws a document as a PDF with selectable text. Equal documents give equal bytes. Pages are drawn
 * while the stream is read, so memory does not grow with the number of rows. The promise resolves
 * once the first row of the last table was read. An error before this row rejects the promise, so
 * that it can still be answered as a failed request.
 */
export const drawDocument = async (printed: PrintedDocument): Promise<Readable> => {
  const doc = new PDFDocument({
    size: 'A4',
    layout: printed.isWide ? 'landscape' : 'portrait',
    margin: 0,
    autoFirstPage: false,
    info: {
      ...{ Title: `${printed.title}, ${printed.issuer.name}`, Author: 'Capture ledger' },
      ...{ Creator: 'Capture ledger', Producer: 'Capture ledger' },
      ...{ CreationDate: printed.date, ModDate: printed.date },
    },
  });
  const rows = flowRows(printed);
  const ahead = await rowsToFirstLine(rows, printed);
  const output = new PassThrough();
  // The error is meant for the reader of the stream, who gets it too. Without this listener, an
  // error that nobody listens for would end the Node.js process.
  output.on('error', () => undefined);
  doc.pipe(output);
  drawPages(doc, output, { printed, ahead, rows }).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return output;
};

/**
 * Reads the rows before the pages are drawn, up to the first row of the last table. An error up to
 * this row can still be answered as a failed request, because no byte was sent.
 */
const rowsToFirstLine = async (
  rows: AsyncGenerator<FlowRow, void>,
  { tables }: PrintedDocument,
): Promise<FlowRow[]> => {
  const last = tables.at(-1)?.columns;
  const found: FlowRow[] = [];
  for (let next = await rows.next(); next.done !== true; next = await rows.next()) {
    found.push(next.value);
    if (next.value.kind === 'row' && next.value.columns === last) break;
  }
  return found;
};

async function* flowRows({ tables, notes }: PrintedDocument): AsyncGenerator<FlowRow, void> {
  for (const { title, columns, rows, total } of tables) {
    yield { kind: 'heading', text: title };
    yield { kind: 'head', columns };
    for await (const cells of rows) yield { kind: 'row', columns, cells };
    if (total !== undefined) yield { kind: 'total', columns, cells: total };
    yield { kind: 'blank' };
  }
  for (const text of notes) yield { kind: 'note', text };
}

const rowsIn = ({ tables, notes }: PrintedDocument): number =>
  notes.length + tables.reduce((sum, table) => sum + heightOf(table), 0);

const heightOf = ({ count, total }: PrintedTable): number => count + (total === undefined ? 3 : 4);

interface Drawing {
  readonly printed: PrintedDocument;
  readonly ahead: readonly FlowRow[];
  readonly rows: AsyncGenerator<FlowRow, void>;
}

const drawPages = async (
  doc: InstanceType<typeof PDFDocument>,
  output: PassThrough,
  { printed, ahead, rows }: Drawing,
): Promise<void> => {
  const typesetter = new Typesetter(doc);
  await prepareHead(typesetter, printed);
  const page = new Page(doc, typesetter, printed);
  const total = rowsIn(printed);
  let pages = 1;
  try {
    page.begin();
    page.head(printed);
    const held = [...ahead];
    for (let number = 1; ; number += 1) {
      const room = Math.floor((page.bottom - page.y) / rowHeight);
      if (number === 1) pages = pagesFor(total, room, page);
      const shown = await takeRows(held, rows, room);
      await typesetter.prepare(shown.flatMap(textsOf), 'regular');
      await typesetter.prepare(shown.flatMap(strongTextsOf), 'bold');
      for (const row of shown) draw(page, row);
      page.footer(printed.footer, `Page ${number} of ${pages}`);
      if (number >= pages) break;
      // Drawing a page takes about 15 ms, so other requests get their turn between two pages.
      await nextTurn();
      if (!(await hasRoom(output))) return;
      page.begin();
      const last = shown.at(-1);
      if (last?.kind === 'row' || last?.kind === 'head') page.tableHead(last.columns);
      else page.y += rowHeight;
    }
    await expectEnd(rows);
    doc.end();
  } finally {
    await rows.return();
  }
};

/**
 * Number of pages. Pages after the first have no document head, but repeat the head row of the
 * table.
 */
const pagesFor = (rows: number, onFirst: number, page: Page): number => {
  const onOthers = Math.floor((page.bottom - 48) / rowHeight) - 1;
  return 1 + Math.max(0, Math.ceil((rows - onFirst) / onOthers));
};

/** Takes the next rows, beginning with those that were read ahead. */
const takeRows = async (
  held: FlowRow[],
  rows: AsyncGenerator<FlowRow, void>,
  room: number,
): Promise<FlowRow[]> => {
  const found = held.splice(0, room);
  while (found.length < room) {
    const next = await rows.next();
    if (next.done === true) break;
    found.push(next.value);
  }
  return found;
};

/**
 * Reads on after the last row, because the source of the rows checks only at its end whether lines
 * are missing. An error of this check then reaches the reader of the document.
 */
const expectEnd = async (rows: AsyncGenerator<FlowRow, void>): Promise<void> => {
  if ((await rows.next()).done !== true) throw new Error('The document has more rows than it said');
};

const draw = (page: Page, row: FlowRow): void => {
  switch (row.kind) {
    case 'heading':
      page.heading(row.text);
      break;
    case 'note':
      page.note(row.text);
      break;
    case 'head':
      page.tableHead(row.columns);
      break;
    case 'row':
      page.tableRow(row.columns, row.cells);
      break;
    case 'total':
      page.tableRow(row.columns, row.cells, true);
      break;
    case 'blank':
      page.y += rowHeight;
  }
};

const textsOf = (row: FlowRow): readonly string[] => {
  if (row.kind === 'note') return [row.text];
  return row.kind === 'row' ? row.cells : [];
};

const strongTextsOf = (row: FlowRow): readonly string[] => {
  if (row.kind === 'heading') return [row.text];
  if (row.kind === 'head') return row.columns.map(({ title }) => title);
  return row.kind === 'total' ? row.cells : [];
};

const prepareHead = async (typesetter: Typesetter, printed: PrintedDocument): Promise<void> => {
  const { title, issuer, facts, box, footer } = printed;
  await typesetter.prepare([title, issuer.name], 'bold');
  const values = [...facts, ...box.facts].flatMap(({ name, value }) => [name, value]);
  await typesetter.prepare([...issuer.lines, ...values, footer], 'regular');
};

/**
 * Waits until the reader of the stream has caught up. Returns false if the reader has closed the
 * stream.
 */
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
