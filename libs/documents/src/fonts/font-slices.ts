import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FamilyName } from './font-families.js';

const { resolve } = createRequire(import.meta.url);

/** A file of a font that holds some of its letters: those of China, Japan and Korea come in some hundred of them. */
export interface FontSlice {
  readonly family: FamilyName;
  /** As the package counts or names it. */
  readonly name: string;
  /** `U+4E00-4E05,U+4E0A` */
  readonly ranges: string;
}

interface Stretch {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly slice: FontSlice;
}

/** Code points of `U+4E00-4E05,U+4E0A`, as stretches. */
export const stretchesIn = (ranges: string): { readonly from: number; readonly to: number }[] =>
  ranges.split(',').map((range) => {
    const [from = '', to = from] = range.trim().slice('U+'.length).split('-');
    return { from: parseInt(from, 16), to: parseInt(to, 16) };
  });

/** Slices for the Latin letters that every package brings are left out: the base fonts have them. */
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

/** The slice of a font that has a letter; `undefined` if none has. */
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

/** The file of a slice. */
export const pathOf = ({ family, name }: FontSlice): string =>
  resolve(`@fontsource-variable/${family}/files/${family}-${name}-wght-normal.woff2`);
