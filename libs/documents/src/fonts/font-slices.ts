import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';

const { resolve } = createRequire(import.meta.url);

/**
 * One of the files that a font is divided into. Each file has some of the font's letters. Fonts for
 * Chinese, Japanese and Korean have about 100 files each.
 */
export interface FontSlice {
  readonly family: FamilyName;
  /** The slice's part of the file name in the font's npm package, such as `hebrew` or `57`. */
  readonly name: string;
  /** Code points of the slice, such as `U+4E00-4E05,U+4E0A`. */
  readonly ranges: string;
}

interface Stretch {
  readonly from: number;
  /** Last code point of the range, inclusive. */
  readonly to: number;
  readonly slice: FontSlice;
}

/** Parses ranges of code points such as `U+4E00-4E05,U+4E0A`. */
export const stretchesIn = (ranges: string): { readonly from: number; readonly to: number }[] =>
  ranges.split(',').map((range) => {
    const [from = '', to = from] = range.trim().slice('U+'.length).split('-');
    return { from: parseInt(from, 16), to: parseInt(to, 16) };
  });

/**
 * True for the Latin, Greek and Cyrillic slices of a font package. They are never used, because the
 * base fonts have these letters.
 */
const isOfBaseFonts = (name: string): boolean =>
  /^(?:latin|cyrillic|greek|vietnamese|math|symbols)/.test(name);

const readStretches = (family: FamilyName): readonly Stretch[] => {
  const path = resolve(`@fontsource-variable/${family}/unicode.json`);
  const slices = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>;
  return Object.entries(slices)
    .filter(([name]) => !isOfBaseFonts(name))
    .flatMap(([name, ranges]) => {
      const slice = { family, name: name.replace(/[[\]]/g, ''), ranges };
      return stretchesIn(ranges).map((stretch) => ({ ...stretch, slice }));
    })
    .sort((a, b) => a.from - b.from);
};

const known = new Map<FamilyName, readonly Stretch[]>();

const stretchesOf = (family: FamilyName): readonly Stretch[] => {
  const found = known.get(family) ?? readStretches(family);
  known.set(family, found);
  return found;
};

/** Finds the slice of a font that has a letter; `undefined` if the font has no such letter. */
export const sliceWith = (family: FamilyName, codePoint: number): FontSlice | undefined => {
  const stretches = stretchesOf(family);
  let [low, high] = [0, stretches.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (stretch === undefined) return undefined;
    if (codePoint < stretch.from) high = middle - 1;
    else if (codePoint > stretch.to) low = middle + 1;
    else return stretch.slice;
  }
  return undefined;
};

export const pathOf = ({ family, name }: FontSlice): string =>
  resolve(`@fontsource-variable/${family}/files/${family}-${name}-wght-normal.woff2`);

/** A font of the Noto family, by the name of its package. */
export type FamilyName = `noto-sans-${string}`;

const byScript: readonly (readonly [RegExp, FamilyName])[] = [
  [/\p{Script=Arabic}/u, 'noto-sans-arabic'],
  [/\p{Script=Hebrew}/u, 'noto-sans-hebrew'],
  [/\p{Script=Thai}/u, 'noto-sans-thai'],
  [/\p{Script=Devanagari}/u, 'noto-sans-devanagari'],
  [/\p{Script=Bengali}/u, 'noto-sans-bengali'],
  [/\p{Script=Tamil}/u, 'noto-sans-tamil'],
  [/\p{Script=Telugu}/u, 'noto-sans-telugu'],
  [/\p{Script=Kannada}/u, 'noto-sans-kannada'],
  [/\p{Script=Sinhala}/u, 'noto-sans-sinhala'],
  [/\p{Script=Khmer}/u, 'noto-sans-khmer'],
  [/\p{Script=Ethiopic}/u, 'noto-sans-ethiopic'],
  [/\p{Script=Hangul}/u, 'noto-sans-kr'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}ー]/u, 'noto-sans-jp'],
];

const hanzi = /[\p{Script=Han}\p{Script=Bopomofo}\u3000-\u303f\u30fb\uff01-\uffee]/u;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const hangul = /\p{Script=Hangul}/u;

/**
 * Chinese characters look different in China, Japan and Korea. The other letters of the text, for
 * example Japanese kana, show which form is meant.
 */
const hanziFamilies = (text: string): readonly FamilyName[] => {
  if (kana.test(text)) return ['noto-sans-jp', 'noto-sans-sc', 'noto-sans-kr'];
  if (hangul.test(text)) return ['noto-sans-kr', 'noto-sans-jp', 'noto-sans-sc'];
  return ['noto-sans-sc', 'noto-sans-jp', 'noto-sans-kr'];
};

/**
 * The fonts to search for a letter, the most suitable first. The list is empty for a letter that
 * only the base fonts can have.
 */
export const familiesOf = (letter: string, text: string): readonly FamilyName[] => {
  if (hanzi.test(letter)) return hanziFamilies(text);
  const found = byScript.find(([script]) => script.test(letter));
  return found === undefined ? [] : [found[1]];
};

export type Weight = 'regular' | 'bold';

const wghtOf: Readonly<Record<Weight, number>> = { regular: 400, bold: 700 };

/** Largest number of fonts that stay in memory. Each takes about 100 kB. */
const keptMax = 64;
const kept = new Map<string, Promise<Buffer>>();

export const fontKey = ({ family, name }: FontSlice, weight: Weight): string =>
  `${family}-${name}-${weight}`;

const lettersOf = (ranges: string): string =>
  stretchesIn(ranges)
    .flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
    .map((codePoint) => String.fromCodePoint(codePoint))
    .join('');

/**
 * Makes a font of one weight that a PDF can embed. The npm packages contain compressed fonts of
 * variable weight, which must be converted first.
 */
const makeStaticFont = async (slice: FontSlice, weight: Weight): Promise<Buffer> =>
  subsetFont(await readFile(pathOf(slice)), lettersOf(slice.ranges), {
    targetFormat: 'sfnt',
    variationAxes: { wght: wghtOf[weight] },
  });

/**
 * The font of a slice in one weight. Making it takes about 30 ms, so the fonts used last stay in
 * memory.
 */
export const staticFont = async (slice: FontSlice, weight: Weight): Promise<Buffer> => {
  const key = fontKey(slice, weight);
  const font = kept.get(key) ?? makeStaticFont(slice, weight);
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
