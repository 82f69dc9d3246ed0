import { createRequire } from 'node:module';
import type PDFDocument from 'pdfkit';
import { isStandard } from './shown-text.js';

export type StandardFont = 'Helvetica' | 'Helvetica-Bold';

/** Latin with all its marks, Greek, Cyrillic. Only the letters that are used are put into the file. */
const wideFont = createRequire(import.meta.url).resolve(
  'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
);
const wideBoldFont = createRequire(import.meta.url).resolve(
  'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
);

/** Sets the font that has the letters of a text: the standard one if it can, which costs nothing. */
export const setFontFor = (
  doc: InstanceType<typeof PDFDocument>,
  text: string,
  { font, size }: { readonly font: StandardFont; readonly size: number },
): void => {
  const wide = font === 'Helvetica' ? wideFont : wideBoldFont;
  doc.font(isStandard(text) ? font : wide).fontSize(size);
};
