import { readFile } from 'node:fs/promises';
import subsetFont from 'subset-font';
import { pathOf, stretchesIn } from './font-slices.js';
import type { FontSlice } from './font-slices.js';

export type Weight = 'regular' | 'bold';

const wghtOf: Readonly<Record<Weight, number>> = { regular: 400, bold: 700 };

/** Some 100 kB each. */
const keptMax = 64;
const kept = new Map<string, Promise<Buffer>>();

export const fontKey = ({ family, name }: FontSlice, weight: Weight): string =>
  `${family}-${name}-${weight}`;

const lettersOf = (ranges: string): string =>
  stretchesIn(ranges)
    .flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
    .map((codePoint) => String.fromCodePoint(codePoint))
    .join('');

/** The packages have fonts of variable weight, packed for browsers; a PDF takes one of a fixed weight, unpacked. */
const made = async (slice: FontSlice, weight: Weight): Promise<Buffer> =>
  subsetFont(await readFile(pathOf(slice)), lettersOf(slice.ranges), {
    targetFormat: 'sfnt',
    variationAxes: { wght: wghtOf[weight] },
  });

/** A slice of a font in one weight. The last used are kept: making one takes some 30 ms. */
export const staticFont = async (slice: FontSlice, weight: Weight): Promise<Buffer> => {
  const key = fontKey(slice, weight);
  const font = kept.get(key) ?? made(slice, weight);
  kept.delete(key);
  kept.set(key, font);
  const [oldest] = kept.keys();
  if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
  try {
    return await font;
  } catch (error) {
    kept.delete(key);
    throw error;
  }
};
