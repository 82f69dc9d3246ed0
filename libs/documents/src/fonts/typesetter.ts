import { createRequire } from 'node:module';
import type PDFDocument from 'pdfkit';
import { drawableText, runsOf, type RunFont, type TextRun } from './text-runs.js';
import { fontKey, staticFont, type Weight } from './font-slices.js';
export type { Weight } from './font-slices.js';

export interface TextStyle {
  readonly weight: Weight;
  /** Points. */
  readonly size: number;
}

const { resolve } = createRequire(import.meta.url);

const standardFonts: Readonly<Record<Weight, string>> = {
  regular: 'Helvetica',
  bold: 'Helvetica-Bold',
};

/**
 * Latin with all diacritics, Greek and Cyrillic. Only the letters in use are embedded in the file.
 */
const wideFonts: Readonly<Record<Weight, string>> = {
  regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
};

/**
 * Largest number of font slices in one document, about 100 kB of memory each. Letters of further
 * slices become question marks.
 */
const slicesMax = 60;

/**
 * Draws texts of any script on the pages of one document. Fonts are loaded before a page is drawn,
 * and only those that the page needs.
 */
export class Typesetter {
  readonly #slices = new Set<string>();

  constructor(private readonly doc: InstanceType<typeof PDFDocument>) {}

  /** Loads the fonts of texts. A text drawn without its fonts shows question marks. */
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

  /** Draws a text in one row on its `baseline`. */
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

/** With a list of features, even an empty one, a run is shaped as a whole and not word by word. */
const optionsOf = ({ font }: TextRun): { lineBreak: false; features?: [] } =>
  typeof font === 'string' ? { lineBreak: false } : { lineBreak: false, features: [] };
