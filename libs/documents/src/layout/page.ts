import type PDFDocument from 'pdfkit';
import type { TextStyle, Typesetter } from '../fonts/typesetter.js';
import { fitText, wrapText } from './fitted-text.js';
import { pageWidth } from './printed-document.js';
import type { PrintedColumn, PrintedDocument, PrintedFact } from './printed-document.js';

export const rowHeight = 15;
const left = 48;
const top = 48;
const gap = 8;
/** Font size of table rows, in points. */
const size = 8.5;

export const styles = {
  title: { weight: 'bold', size: 11 },
  issuer: { weight: 'bold', size: 15 },
  heading: { weight: 'bold', size: 10 },
  cell: { weight: 'regular', size },
  strong: { weight: 'bold', size },
  note: { weight: 'regular', size: 8 },
} as const satisfies Record<string, TextStyle>;

const boxWidth = 210;
const nameWidth = 92;

interface Rule {
  /** Thickness of the line, in points. */
  readonly thickness: number;
  readonly color: string;
  readonly x?: number;
  readonly width?: number;
  /** Distance of the line below `y`, in points. */
  readonly below?: number;
}

const widthOf = (columns: readonly PrintedColumn[]): number =>
  columns.reduce((sum, { width }) => sum + width, 0);

/**
 * Draws the elements of a document on the current page. `y` is the distance of the next element
 * from the top, in points.
 */
export class Page {
  y = top;

  constructor(
    private readonly doc: InstanceType<typeof PDFDocument>,
    private readonly typesetter: Typesetter,
    private readonly printed: Pick<PrintedDocument, 'isWide'>,
  ) {}

  get width(): number {
    return pageWidth(this.printed);
  }

  /**
   * The lower end of the area for rows, in points from the top of the page. Only the footer is
   * printed below.
   */
  get bottom(): number {
    return (this.printed.isWide ? 595 : 842) - 56;
  }

  begin(): void {
    this.doc.addPage();
    this.y = top;
  }

  /** Draws the issuer, the title, and the facts next to the box of sums. */
  head({ title, issuer, facts, box }: PrintedDocument): void {
    const half = this.width - boxWidth - 2 * gap;
    const beginning = this.y;
    for (const line of this.#wrapped(issuer.name, styles.issuer, half))
      this.#line(line, styles.issuer, 18);
    for (const line of issuer.lines)
      for (const piece of this.#wrapped(line, styles.cell, half))
        this.#line(piece, styles.cell, 12);
    const beneath = this.y;
    this.y = beginning;
    const x = left + this.width - boxWidth;
    for (const piece of this.#wrapped(title, styles.title, boxWidth)) {
      this.#draw(piece, styles.title, { x, width: boxWidth, align: 'right' });
      this.y += 15;
    }
    this.y = Math.max(this.y, beneath) + 8;
    this.#rule({ thickness: 1.2, color: '#000000' });
    this.y += 10;
    this.#factsBesideBox(facts, box);
  }

  #factsBesideBox(facts: readonly PrintedFact[], box: PrintedDocument['box']): void {
    const beginning = this.y;
    const valueWidth = this.width - boxWidth - 2 * gap - nameWidth;
    for (const { name, value } of facts) {
      this.#draw(name, styles.cell, { x: left, width: nameWidth - gap, align: 'left' });
      for (const piece of this.#wrapped(value, styles.cell, valueWidth)) {
        this.#draw(piece, styles.cell, { x: left + nameWidth, width: valueWidth, align: 'left' });
        this.y += 12;
      }
    }
    const beneath = this.y;
    this.y = beginning;
    this.#box(box);
    this.y = Math.max(this.y, beneath) + 14;
  }

  #box({ title, facts }: PrintedDocument['box']): void {
    const x = left + this.width - boxWidth;
    const height = 2 * gap + (facts.length + 1) * rowHeight;
    this.doc.lineWidth(0.8).strokeColor('#000000');
    this.doc.rect(x, this.y - 4, boxWidth, height).stroke();
    this.y += gap - 4;
    this.#draw(title, styles.heading, { x: x + gap, width: boxWidth - 2 * gap, align: 'left' });
    this.y += rowHeight;
    for (const { name, value, isStrong = false } of facts) {
      const style = isStrong ? styles.strong : styles.cell;
      if (isStrong)
        this.#rule({
          thickness: 0.6,
          color: '#000000',
          x: x + gap,
          width: boxWidth - 2 * gap,
          below: -3,
        });
      this.#draw(name, style, { x: x + gap, width: 90, align: 'left' });
      this.#draw(value, style, { x: x + 98, width: boxWidth - 98 - gap, align: 'right' });
      this.y += rowHeight;
    }
    this.y += gap;
  }

  heading(text: string): void {
    this.#draw(text, styles.heading, { x: left, width: this.width, align: 'left' });
    this.y += rowHeight;
  }

  note(text: string): void {
    this.#draw(text, styles.note, { x: left, width: this.width, align: 'left' });
    this.y += rowHeight;
  }

  tableHead(columns: readonly PrintedColumn[]): void {
    const place = { x: left, width: widthOf(columns) };
    this.doc
      .rect(left, this.y - 3, place.width, rowHeight)
      .fill('#ececec')
      .fillColor('#000000');
    this.#cells(
      columns,
      columns.map(({ title }) => title),
      styles.strong,
    );
    this.#rule({ thickness: 0.8, color: '#000000', ...place, below: rowHeight - 3 });
    this.y += rowHeight;
  }

  tableRow(columns: readonly PrintedColumn[], cells: readonly string[], isTotal = false): void {
    const place = { x: left, width: widthOf(columns) };
    if (isTotal) this.#rule({ thickness: 0.8, color: '#000000', ...place, below: -3 });
    this.#cells(columns, cells, isTotal ? styles.strong : styles.cell);
    if (!isTotal) this.#rule({ thickness: 0.25, color: '#b0b0b0', ...place, below: rowHeight - 3 });
    this.y += rowHeight;
  }

  footer(text: string, pageText: string): void {
    const y = this.y;
    this.y = this.bottom + 20;
    this.#rule({ thickness: 0.4, color: '#808080', x: left, width: this.width, below: -6 });
    this.#draw(text, styles.note, { x: left, width: this.width - 90, align: 'left' });
    this.#draw(pageText, styles.note, { x: left + this.width - 80, width: 80, align: 'right' });
    this.y = y;
  }

  #cells(columns: readonly PrintedColumn[], cells: readonly string[], style: TextStyle): void {
    let x = left;
    for (const [index, { width, align }] of columns.entries()) {
      this.#draw(cells[index] ?? '', style, { x: x + 3, width: width - 6, align });
      x += width;
    }
  }

  #line(text: string, style: TextStyle, height: number): void {
    this.#draw(text, style, { x: left, width: this.width, align: 'left' });
    this.y += height;
  }

  #wrapped(text: string, style: TextStyle, width: number): string[] {
    return wrapText(this.typesetter, text, { style, width });
  }

  #draw(
    text: string,
    style: TextStyle,
    {
      x,
      width,
      align,
    }: { readonly x: number; readonly width: number; readonly align: PrintedColumn['align'] },
  ): void {
    if (text === '') return;
    const fitted = fitText(this.typesetter, text, { style, width });
    const at = align === 'left' ? x : x + width - fitted.width;
    this.typesetter.draw(fitted.text, fitted.style, {
      x: at,
      baseline: this.y + style.size * 0.85,
    });
  }

  #rule({ thickness, color, x = left, width = this.width, below = 0 }: Rule): void {
    const y = this.y + below;
    this.doc
      .lineWidth(thickness)
      .strokeColor(color)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke();
  }
}
