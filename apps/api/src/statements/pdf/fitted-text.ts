import type PDFDocument from 'pdfkit';
import { shownText } from './shown-text.js';
import { setFontFor, type StandardFont } from './text-font.js';

type Doc = InstanceType<typeof PDFDocument>;

/** A row's place on a page: what it is drawn with, and how wide it may be. */
export interface Place {
  readonly font: StandardFont;
  /** Points. */
  readonly size: number;
  /** Points. */
  readonly width: number;
}

/** Smaller cannot be read on paper. A letter of it is at most 6 points wide, a digit 3.4. */
const smallest = 6;

/**
 * The text as it fits into a width, with the document's font set for it: smaller if it is too long, and cut off only
 * when even that does not help. The columns of amounts have room for 17 digits of the smallest, so that none is ever cut.
 */
export const fitText = (doc: Doc, text: string, place: Place): string => {
  const { size, width } = place;
  const shown = shownText(text);
  setFontFor(doc, shown, place);
  const wanted = doc.widthOfString(shown);
  if (wanted <= width) return shown;
  const fitting = Math.floor((10 * size * width) / wanted) / 10;
  doc.fontSize(Math.max(smallest, fitting));
  return fitting >= smallest ? shown : cutOff(doc, shown, width);
};

/** How many letters fit, in the font that is set. */
const fittingLength = (doc: Doc, text: string, width: number): number => {
  let { length } = text;
  while (length > 0 && doc.widthOfString(text.slice(0, length)) > width) length -= 1;
  return length;
};

const cutOff = (doc: Doc, text: string, width: number): string =>
  `${text.slice(0, fittingLength(doc, text, width - doc.widthOfString('…')))}…`;

/** The text in pieces that fit into a width, broken at spaces where there are any. */
export const wrapText = (doc: Doc, text: string, place: Place): string[] => {
  const { width } = place;
  const pieces: string[] = [];
  let rest = shownText(text);
  setFontFor(doc, rest, place);
  while (doc.widthOfString(rest) > width) {
    const most = Math.max(1, fittingLength(doc, rest, width));
    const space = rest.lastIndexOf(' ', most);
    const end = space > 0 ? space : most;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest];
};
