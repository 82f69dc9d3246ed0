import type PDFDocument from 'pdfkit';
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

/** Letters that the standard fonts have; any other is shown as a question mark rather than as something else. */
const inFont = (text: string): string =>
  text.replace(/[^\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu, '?');

/** As much of a text as fits. */
const fitting = (doc: Doc, text: string, width: number): string => {
  if (doc.widthOfString(text) <= width) return text;
  let length = text.length;
  while (length > 0 && doc.widthOfString(`${text.slice(0, length)}…`) > width) length -= 1;
  return `${text.slice(0, length)}…`;
};

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
        this.#cells('Helvetica', isAmount(row.value) ? sumColumns : pairColumns, [
          row.name,
          row.value,
        ]);
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
    this.doc.font('Helvetica').fontSize(8);
    const width = right - left;
    this.doc.text(fitting(this.doc, inFont(text), width - 100), left, footerY, {
      lineBreak: false,
    });
    this.doc.text(pageText, right - this.doc.widthOfString(pageText), footerY, {
      lineBreak: false,
    });
  }

  #text(font: string, size: number, text: string): void {
    this.doc.font(font).fontSize(size);
    const shown = fitting(this.doc, inFont(text), right - left);
    this.doc.text(shown, left, this.#y, { lineBreak: false });
  }

  #cells(font: string, places: readonly Column[], cells: readonly string[]): void {
    this.doc.font(font).fontSize(9);
    for (const [index, { x, width, align }] of places.entries()) {
      const text = fitting(this.doc, inFont(cells[index] ?? ''), width);
      if (text === '') continue;
      const at = align === 'left' ? x : x + width - this.doc.widthOfString(text);
      this.doc.text(text, at, this.#y, { lineBreak: false });
    }
  }
}

const isAmount = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text);
