import bidiFactory from 'bidi-js';
import { familiesOf, type FontSlice, sliceWith } from './font-slices.js';

/**
 * The font of a part of a text: a standard font that every PDF reader brings, the wide base font
 * with more letters, or a slice of a Noto font.
 */
export type RunFont = 'standard' | 'wide' | FontSlice;

/** A part of a text with one font and one direction. */
export interface TextRun {
  readonly font: RunFont;
  readonly text: string;
}

interface LeveledRun extends TextRun {
  /** Level of the Unicode bidirectional algorithm. Odd levels are written from right to left. */
  readonly level: number;
}

// The types of `bidi-js` say that the function is the default export of a module, but at run time
// the import is the function itself.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

const sliceOf = (letter: string, text: string): FontSlice | undefined => {
  const codePoint = letter.codePointAt(0) ?? 0;
  for (const family of familiesOf(letter, text)) {
    const slice = sliceWith(family, codePoint);
    if (slice !== undefined) return slice;
  }
  return undefined;
};

const firstLetter = (grapheme: string): string =>
  String.fromCodePoint(grapheme.codePointAt(0) ?? 0);

/**
 * Chooses one base font for the whole text, so that all its letters look alike. The wide font is
 * used if at least one letter exists only there, otherwise the standard font.
 */
const baseFontOf = (letters: readonly string[]): 'standard' | 'wide' =>
  letters.every((letter) => isStandard(letter) || !isWide(letter)) ? 'standard' : 'wide';

/** Sorts runs from left to right by rule L2 of the Unicode bidirectional algorithm. */
const inVisualOrder = (runs: readonly LeveledRun[]): TextRun[] => {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    for (let start = 0; start < ordered.length; start += 1) {
      let end = start;
      while ((ordered[end]?.level ?? -1) >= level) end += 1;
      if (end === start) continue;
      ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = end;
    }
  }
  return ordered.map(reversedWithin);
};

/**
 * Reverses the characters of a right-to-left part in a base font, for example brackets between two
 * Hebrew words. Parts in other fonts stay as given, because these fonts reverse their letters when
 * the part is drawn.
 */
const reversedWithin = ({ font, level, text }: LeveledRun): TextRun => {
  if (typeof font !== 'string' || level % 2 === 0) return { font, text };
  const letters = [...graphemes.segment(text)].map(({ segment }) => segment);
  return { font, text: letters.reverse().join('') };
};

/**
 * Divides a text, which `drawableText` prepared, into runs in drawing order. A letter that no font
 * has becomes a question mark.
 */
export const runsOf = (text: string): TextRun[] => {
  const { levels } = bidi.getEmbeddingLevels(text);
  const mirrored = bidi.getMirroredCharactersMap(text, levels);
  const pieces = [...graphemes.segment(text)];
  const base = baseFontOf(pieces.map(({ segment }) => firstLetter(segment)));
  const runs: LeveledRun[] = [];
  for (const { segment, index } of pieces) {
    const letter = firstLetter(segment);
    const slice = sliceOf(letter, text);
    const font = slice ?? base;
    const isShown = slice !== undefined || isStandard(letter) || isWide(letter);
    const shown = isShown ? (mirrored.get(index) ?? segment) : '?';
    const level = levels[index] ?? 0;
    const last = runs.at(-1);
    if (last !== undefined && last.font === font && last.level === level)
      runs[runs.length - 1] = { ...last, text: last.text + shown };
    else runs.push({ font, level, text: shown });
  }
  return inVisualOrder(runs);
};

/** The letters of the standard fonts, which every PDF reader brings. */
const standard = /^[\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/u;

/** The letters for which the wide base font is used. All of them are written from left to right. */
const wide =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}ˆ]$/u;

/**
 * Brings a text into one line. Control characters become spaces. Invisible format characters are
 * removed, except the two that decide whether neighbouring letters are joined.
 */
export const drawableText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, '');

export const isStandard = (letter: string): boolean => standard.test(letter);
export const isWide = (letter: string): boolean => wide.test(letter);
