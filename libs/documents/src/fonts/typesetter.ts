import { createRequire } from 'node:module';
import type PDFDocument from 'pdfkit';
import { drawableText, runsOf, type RunFont, type TextRun } from './text-runs.js';
import { fontKey, staticFont, type Weight } from './font-slices.js';
export type { Weight } from './font-slices.js';

export interface TextStyle {
  readonly weight: Weight;
  /** Font size in points. */
  readonly size: number;
}

const { resolve } = createRequire(import.meta.url);

const standardFonts: Readonly<Record<Weight, string>> = {
  regular: 'Helvetica',
  bold: 'Helvetica-Bold',
};

/**
 * Fonts for Latin with all diacritics, Greek and Cyrillic. The PDF embeds only the letters it uses.
 */
const wideFonts: Readonly<Record<Weight, string>> = {
  regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
};

/**
 * Largest number of font slices in one document; each takes about 100 kB of memory. Letters of
 * further slices become question marks.
 */
const slicesMax = 60;

/**
 * Draws text in any script on the pages of one document. The fonts of a page must be loaded with
 * `prepare` before the page is drawn.
 */
export class Typesetter {
  readonly #slices = new Set<string>();

  constructor(private readonly doc: InstanceType<typeof PDFDocument>) {}

  /** Loads the fonts that these texts need. A text without its fonts is drawn as question marks. */
  async prepare(texts: Iterable<string>, weight: Weight): Promise<void> {
    for (const text of texts)
      for (const { font } of runsOf(drawableText(text))) {
        if (typeof font === 'string') continue;
        const key = fontKey(font, weight);
        if (this.#slices.has(key) || this.#slices.size >= slicesMax) continue;
        this.doc.registerFont(key, await staticFont(font, weight));
        this.#slices.add(key);
      }
  }

  widthOf(text: string, style: TextStyle): number {
    return this.#runs(text, style.weight).reduce((sum, run) => sum + this.#width(run, style), 0);
  }

  /** Draws a text in one line on the given `baseline`. */
  draw(text: string, style: TextStyle, { x, baseline }: { x: number; baseline: number }): void {
    let at = x;
    for (const run of this.#runs(text, style.weight)) {
      const width = this.#width(run, style);
      this.doc.text(run.text, at, baseline, { ...optionsOf(run), baseline: 'alphabetic' });
      at += width;
    }
  }

  #runs(text: string, weight: Weight): TextRun[] {
    return runsOf(drawableText(text)).map((run) =>
      typeof run.font === 'string' || this.#slices.has(fontKey(run.font, weight))
        ? run
        : { font: 'standard', text: '?'.repeat(Array.from(run.text).length) },
    );
  }

  #width(run: TextRun, { weight, size }: TextStyle): number {
    this.doc.font(nameOf(run.font, weight)).fontSize(size);
    return this.doc.widthOfString(run.text, optionsOf(run));
  }
}

const nameOf = (font: RunFont, weight: Weight): string => {
  if (font === 'standard') return standardFonts[weight];
  return font === 'wide' ? wideFonts[weight] : fontKey(font, weight);
};

/**
 * With an empty list of features, the PDF library draws the whole run as one piece. By default it
 * draws word by word, which puts the words of right-to-left text in the wrong order.
 */
const optionsOf = ({ font }: TextRun): { lineBreak: false; features?: [] } =>
  typeof font === 'string' ? { lineBreak: false } : { lineBreak: false, features: [] };
