import type PDFDocument from 'pdfkit';
import { fitText, wrapText, type Place } from './fitted-text.js';
import type { StatementRow } from './statement-rows.js';

type Doc = InstanceType<typeof PDFDocument>;

interface Column {
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

/** A4 in points. */
const left = 48;
const right = 547;
const top = 56;
const rowHeight = 14;
/** Of rows with cells. */
const size = 9;
const footerY = 790;

/** Rows of a page without the head that is repeated on the pages after the first. */
export const rowsOnPage = 50;

const columns = (...widths: readonly (readonly [number, 'left' | 'right'])[]): Column[] => {
  const gap = 8;
  let x = left;
  return widths.map(([width, align]) => {
    const column = { x, width: width - gap, align };
    x += width;
    return column;
  });
};

const lineColumns = columns(
  [64, 'left'],
  [56, 'left'],
  [130, 'left'],
  [109, 'left'],
  [66, 'right'],
  [82, 'right'],
);
const vatColumns = columns([80, 'left'], [100, 'right'], [100, 'right'], [100, 'right']);
const pairColumns = columns([110, 'left'], [389, 'left']);
const sumColumns = columns([110, 'left'], [100, 'right']);

/** A value that is too long for its row goes on in the next, beneath itself: a name of a merchant is never cut off. */
export const wrappedRows = (doc: Doc, rows: readonly StatementRow[]): StatementRow[] =>
  rows.flatMap((row) => {
    if (row.kind !== 'pair') return [row];
    const width = pairColumns[1]?.width ?? 0;
    const [value = '', ...more] = wrapText(doc, row.value, { font: 'Helvetica', size, width });
    return [{ ...row, value }, ...more.map((each) => ({ ...row, name: '', value: each }))];
  });

/** Draws rows at their places on the page that is open. */
export class PdfPage {
  #y = top;

  constructor(private readonly doc: Doc) {}

  /** Where the first row of a page goes. */
  begin(): void {
    this.#y = top;
  }

  row(row: StatementRow): void {
    switch (row.kind) {
      case 'title':
        this.#text('Helvetica-Bold', 13, row.text);
        break;
      case 'heading':
        this.#text('Helvetica-Bold', 10, row.text);
        break;
      case 'note':
        this.#text('Helvetica', 8, row.text);
        break;
      case 'pair':
        this.#cells('Helvetica', pairColumns, [row.name, row.value]);
        break;
      case 'amount':
        this.#cells('Helvetica', sumColumns, [row.name, row.value]);
        break;
      case 'sum':
        this.#cells('Helvetica-Bold', sumColumns, [row.name, row.value]);
        break;
      case 'vat head':
        this.#cells('Helvetica-Bold', vatColumns, row.cells);
        break;
      case 'vat':
        this.#cells('Helvetica', vatColumns, row.cells);
        break;
      case 'line head':
        this.#cells('Helvetica-Bold', lineColumns, row.cells);
        break;
      case 'line':
        this.#cells('Helvetica', lineColumns, row.cells);
        break;
      case 'blank':
    }
    this.#y += rowHeight;
  }

  footer(text: string, pageText: string): void {
    const place = { font: 'Helvetica', size: 8, width: right - left - 100 } as const;
    this.doc.text(fitText(this.doc, text, place), left, footerY, { lineBreak: false });
    this.doc.font('Helvetica').fontSize(8);
    this.doc.text(pageText, right - this.doc.widthOfString(pageText), footerY, {
      lineBreak: false,
    });
  }

  #text(font: Place['font'], textSize: number, text: string): void {
    const shown = fitText(this.doc, text, { font, size: textSize, width: right - left });
    this.doc.text(shown, left, this.#y, { lineBreak: false });
  }

  #cells(font: Place['font'], places: readonly Column[], cells: readonly string[]): void {
    for (const [index, { x, width, align }] of places.entries()) {
      const text = fitText(this.doc, cells[index] ?? '', { font, size, width });
      if (text === '') continue;
      const at = align === 'left' ? x : x + width - this.doc.widthOfString(text);
      this.doc.text(text, at, this.#y, { lineBreak: false });
    }
  }
}
